"""What customers say, in three languages: to the call centre, on social platforms, in surveys."""

from __future__ import annotations

from typing import Literal

from cdp.demo.names import Country

Topic = Literal["delivery", "return", "size", "payment", "complaint", "praise"]
TOPICS: tuple[Topic, ...] = ("delivery", "return", "size", "payment", "complaint", "praise")

NOTES: dict[Country, dict[Topic, tuple[str, ...]]] = {
    "KR": {
        "delivery": (
            "{item} 배송이 아직 안 왔다고 문의하심. 택배사에 확인 후 연락드리기로 함.",
            "배송지 변경 요청. 이미 출고되어 경비실에 맡기는 것으로 안내함.",
            "{item} 배송 예정일 문의. 내일 오전 도착 예정이라고 안내드림.",
        ),
        "return": (
            "{item} 반품 신청. 색상이 화면과 다르다고 하심. 수거 접수 완료.",
            "{item} 환불 언제 되는지 문의. 영업일 기준 3일 안내.",
            "반품 택배비 부담 주체 문의. 단순 변심이라 고객 부담으로 안내함.",
        ),
        "size": (
            "{item} 한 치수 큰 것으로 교환 원하심. 재고 있어 교환 접수.",
            "{item} 사이즈 문의. 평소 입는 치수보다 작게 나온다고 안내.",
        ),
        "payment": (
            "카드 결제가 두 번 되었다고 하심. 확인 결과 한 건은 자동 취소 예정.",
            "{item} 현금영수증 발급 요청. 처리 완료.",
        ),
        "complaint": (
            "{item} 박음질이 터져서 왔다고 매우 불쾌해하심. 교환과 쿠폰 제공.",
            "매장 직원 응대가 불친절했다고 항의하심. 점장에게 전달하기로 함.",
        ),
        "praise": (
            "{item} 품질이 정말 좋다고 감사 인사 전하심.",
            "매장 직원이 친절했다고 칭찬하심.",
        ),
    },
    "JP": {
        "delivery": (
            "{item}がまだ届かないとのお問い合わせ。配送会社に確認し折り返しご連絡。",
            "お届け日時の変更希望。明日の午後に変更済み。",
            "{item}の配送状況の確認。本日中に到着予定とご案内。",
        ),
        "return": (
            "{item}の返品希望。色がイメージと違うとのこと。集荷手配済み。",
            "返金時期のお問い合わせ。三営業日以内とご案内。",
        ),
        "size": (
            "{item}をひとつ大きいサイズに交換希望。在庫あり、交換手配。",
            "{item}のサイズ感について。やや小さめの作りとご案内。",
        ),
        "payment": (
            "二重に請求されているとのこと。一件は自動的に取り消される旨ご案内。",
            "領収書の宛名変更のご依頼。再発行済み。",
        ),
        "complaint": (
            "{item}の縫製がほつれていたとのお叱り。交換とクーポンで対応。",
            "店舗での待ち時間が長すぎるとのご意見。店長に共有。",
        ),
        "praise": (
            "{item}がとても気に入ったとのお礼のお電話。",
            "店員の対応が丁寧だったとのお褒めの言葉。",
        ),
    },
    "US": {
        "delivery": (
            "Asks where the {item} is. Tracking shows it at the local hub; promised an update tomorrow.",
            "Wants the parcel left with a neighbor. Passed on to the carrier.",
            "{item} marked delivered but not found. Opened a search.",
        ),
        "return": (
            "Sends back the {item}: color not as on the screen. Label mailed.",
            "Asks when the refund arrives. Three business days.",
        ),
        "size": (
            "Exchange of {item} for one size up. In stock, exchange booked.",
            "Asks whether the {item} runs small. It does, a little.",
        ),
        "payment": (
            "Charged twice on the card. One charge is pending and will drop off.",
            "Gift card not accepted at checkout. Applied by hand.",
        ),
        "complaint": (
            "Seam of the {item} came undone after one wash. Replacement and a coupon.",
            "Waited too long at the store. Told the manager.",
        ),
        "praise": (
            "Loves the {item}, called to say thanks.",
            "Says the staff at the store were wonderful.",
        ),
    },
}
"""Body of a call note by country and topic; {item} is what was bought."""

CALLER: dict[Country, dict[str, tuple[str, ...]]] = {
    "KR": {
        "name": ("{name} 고객님 전화.", "{name}님."),
        "phone": ("연락처 {phone}.", "회신 번호 {phone}", "{phone} 으로 다시 전화 요청."),
        "email": ("메일은 {email}", "이메일 {email} 로 안내 발송."),
        "order": ("주문번호 {order}.", "({order})"),
        "none": ("성함과 번호는 남기지 않으심.",),
    },
    "JP": {
        "name": ("{name}様よりお電話。", "{name}様。"),
        "phone": ("ご連絡先 {phone}。", "折り返し先：{phone}", "お電話番号は {phone} とのこと。"),
        "email": ("メールは {email} まで。", "メールアドレス {email} に送付。"),
        "order": ("ご注文番号 {order}。", "（{order}）"),
        "none": ("お名前は伺えず。",),
    },
    "US": {
        "name": ("{name} called.", "Caller: {name}."),
        "phone": ("Call back at {phone}.", "Phone {phone}.", "Best number is {phone}."),
        "email": ("E-mail {email}.", "Confirmation to {email}."),
        "order": ("Order {order}.", "Ref {order}."),
        "none": ("Did not leave a name.",),
    },
}
"""How a note says who called."""

ASIDES: dict[Country, tuple[str, ...]] = {
    "KR": (
        "{store}({store_phone})에도 전화하셨다고 함.",
        "{agent_mail} 로 이관.",
        "접수번호 {number}.",
        "지난 통화 {date}.",
    ),
    "JP": (
        "{store}（{store_phone}）にも電話済み。",
        "{agent_mail} に引き継ぎ。",
        "受付番号 {number}。",
        "前回のお電話 {date}。",
    ),
    "US": (
        "Already called {store} ({store_phone}).",
        "Handed over to {agent_mail}.",
        "Case {number}.",
        "Last call {date}.",
    ),
}
"""Things in a note that look like the caller's, but are not."""

SOCIAL: dict[Country, tuple[str, ...]] = {
    "KR": (
        "이번 {item} 진짜 잘 산 듯 #하나로",
        "하나로 매장 세일 언제 하나요?",
        "{item} 재입고 언제 되나요ㅠㅠ",
        "배송 너무 느려요... 일주일째 기다리는 중",
        "선물로 {item} 받았는데 너무 예쁘다",
        "고객센터 전화 연결이 왜 이렇게 안 되나요",
    ),
    "JP": (
        "{item}買ってよかった！ #ハナロ",
        "ハナロのセールはいつからですか？",
        "{item}の再入荷はありますか",
        "配送が遅すぎます。もう一週間待っています",
        "プレゼントに{item}をもらいました。うれしい",
        "店員さんがとても親切でした",
    ),
    "US": (
        "Best buy of the year: my new {item} #hanaro",
        "When does the summer sale start?",
        "Any restock of the {item}?",
        "A week and still no parcel. Not happy.",
        "Got the {item} as a gift and love it",
        "Great service at the store today",
    ),
}
"""Messages on social platforms."""

SOCIAL_CONTACT: dict[Country, dict[str, str]] = {
    "KR": {"email": " 답장은 {email} 로 주세요", "order": " 주문번호 {order} 입니다"},
    "JP": {"email": " 返信は {email} までお願いします", "order": " 注文番号は {order} です"},
    "US": {"email": " Please write to {email}", "order": " Order {order}"},
}
"""How a few of the messages say who wrote them."""

Mood = Literal["bad", "fair", "good"]
COMMENTS: dict[Country, dict[Mood, tuple[str, ...]]] = {
    "KR": {
        "bad": ("배송이 너무 늦었어요", "품질이 사진과 달라요", "교환 절차가 복잡합니다"),
        "fair": ("보통이에요", "가격 대비 괜찮아요", "사이즈가 조금 작아요"),
        "good": ("아주 만족합니다", "직원이 친절했어요", "또 구매할게요"),
    },
    "JP": {
        "bad": ("届くのが遅い", "写真と色が違いました", "返品の手続きが面倒"),
        "fair": ("普通です", "値段相応だと思います", "サイズが少し小さい"),
        "good": ("とても満足です", "店員さんが親切でした", "また買います"),
    },
    "US": {
        "bad": ("Delivery took far too long", "Color is off", "Returns are a hassle"),
        "fair": ("It is okay", "Fair for the price", "Runs a little small"),
        "good": ("Very happy", "Friendly staff", "Will buy again"),
    },
}
"""Free text of survey answers."""

AGAIN: dict[Country, str] = {"KR": "다시 전화하심.", "JP": "再度のお電話。", "US": "Called again."}
"""How a note on a second call begins."""
