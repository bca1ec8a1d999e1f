"""Stories of one person with many records: six doors, three scripts, a new card, an expired record, a hashed one."""

from __future__ import annotations

from datetime import date, datetime

from cdp.demo.formats import phone_text
from cdp.demo.kana import half_width
from cdp.demo.names import Name
from cdp.demo.names_jp import japanese_name
from cdp.demo.people import Person
from cdp.demo.sources.app import Step, Visit
from cdp.demo.sources.bought import EXPIRED
from cdp.demo.sources.call_center import Note
from cdp.demo.sources.mailing import Mailing
from cdp.demo.sources.social import Message
from cdp.demo.sources.survey import Answer
from cdp.demo.stories import planting as plant
from cdp.demo.stories.planting import Where
from cdp.demo.stories.story import Scene
from cdp.demo.systems import Systems


def six_doors() -> Scene:
    """A customer of the shop, the site, the app, the call centre, the loyalty scheme and the airline."""
    home = plant.home("KR", Where("성수동", (85, 0, 0), "04782", "한빛아파트", "103동 1204호", lot=(277, 43)))
    key, household = plant.keys(1)
    haneul = Person(key, "KR", "F", Name("김", "Kim"), Name("하늘", "Ha-neul"), date(1988, 4, 12), household, home)
    haneul.email, haneul.phone = "haneul.kim.0412@naver.example", "+821052340188"
    scene = Scene(
        key="six-doors",
        title="One person, six doors",
        text="Kim Ha-neul shops in Gangnam, on the site and in the app, calls, answers, and flies with the partner.",
        look_for="One profile with six records; a timeline across store, web, app, call centre, e-mail and social.",
        people=[haneul],
    )
    own = scene.systems
    own.customers.append(plant.customer(haneul, 1, datetime(2025, 2, 11, 14, 20)))
    own.members.append(plant.member(haneul, 1, date(2022, 8, 1)))
    own.bought.append(plant.bought_row(haneul, 1, date(2025, 6, 30)))
    _haneul_buys(haneul, own)
    _haneul_speaks(haneul, own.orders[-1].order_no, own)
    sent = Mailing(haneul.key, False, datetime(2026, 4, 5, 1, 30), "golden-week-2026", haneul.email, "sent", "")
    opened = sent._replace(at=datetime(2026, 4, 5, 2, 4, 11), event="open")
    own.mailings += [sent, opened, opened]
    return scene


def _haneul_buys(haneul: Person, own: Systems) -> None:
    """In the shop with a card, as a guest on the site, in the app with an account."""
    card = plant.card(haneul, 1, date(2024, 3, 9))
    own.cards.append(card)
    own.receipts.append(plant.receipt(haneul, card, datetime(2025, 11, 8, 15, 30), "K01", plant.product("HN-1102")))
    guest = plant.account(haneul, 0, date(2024, 5, 20))
    online = plant.account(haneul, 1, date(2024, 9, 2), latin=True)._replace(crm_no="C9000001")
    first, second = datetime(2024, 5, 20, 21, 14), datetime(2026, 3, 3, 20, 41)
    own.orders.append(plant.order(guest, 1, first, ("HN-2201",), plant.delivered(guest, first)))
    way = plant.delivered(online, second, form="latin")
    own.orders.append(plant.order(online, 2, second, ("HN-1001", "HN-1302"), way))
    phone = plant.device("haneul", "android", "Galaxy Z Flip5")
    seen = Step("screen", "Product", {"url": "https://shop.hanaro.example/kr/p/HN-1001", "path": "/p/HN-1001"})
    visit = Visit(haneul.key, phone, "KR", datetime(2026, 3, 3, 20, 33), online, 1, own.orders[-1])
    own.events += plant.visit(visit, [seen, seen, plant.completed(own.orders[-1])])


def _haneul_speaks(haneul: Person, order_no: str, own: Systems) -> None:
    """On the phone, in a survey and on a social platform."""
    called = datetime(2026, 3, 7, 10, 12)
    text = f"김하늘 고객님 전화. 연락처 {phone_text(haneul.phone, 'dots')}. 주문번호 {order_no}. 배송 예정일 문의."
    own.notes.append(Note(haneul.key, "KR", "CC-900001", called, "sora", "delivery", 95, text))
    own.answers.append(
        Answer(
            person=haneul.key,
            country="KR",
            answer_id="A900001",
            sent=datetime(2026, 3, 9, 9),
            answered=datetime(2026, 3, 9, 12, 5),
            kind="NPS",
            score="9",
            comment="직원이 친절했어요",
            email=haneul.email,
            phone="",
            order_no="",
            touchpoint="call_center",
        )
    )
    text = f"린넨 셔츠 진짜 잘 산 듯 #하나로 답장은 {haneul.email} 로 주세요"
    written = datetime(2026, 3, 12, 22, 40)
    own.messages.append(Message(haneul.key, "KR", "SM-900001", written, "instagram", "@haneul_on_linen", text))


def three_scripts() -> Scene:
    """Kanji in three forms, kana in two widths, and Latin letters."""
    home = plant.home("JP", Where("三軒茶屋", (2, 14, 9), "1540024", "メゾン桜", "203"))
    family, given = japanese_name("斎藤", "サイトウ"), japanese_name("健一", "ケンイチ")
    key, household = plant.keys(2)
    kenichi = Person(key, "JP", "M", family, given, date(1976, 11, 3), household, home)
    kenichi.email, kenichi.phone = "kenichi.saito.1103@docomo.example", "+819091234076"
    scene = Scene(
        key="three-scripts",
        title="One person in three scripts",
        text="Saito Kenichi is 齋藤 健一 with half-width kana in the CRM, 斉藤健一 on his card, Kenichi on the site.",
        look_for="One profile, though no two systems write the name alike; kana is the bridge to Latin letters.",
        people=[kenichi],
    )
    row = plant.customer(kenichi, 2, datetime(2024, 10, 5, 11))
    kana = half_width("サイトウ ケンイチ")
    old_form = row._replace(name="齋藤　健一", name_kana=kana, birth_date="昭和51年11月3日", email="")
    scene.systems.customers.append(old_form)
    scene.systems.cards.append(plant.card(kenichi, 2, date(2023, 1, 15))._replace(name="斉藤健一"))
    online = plant.account(kenichi, 2, date(2025, 4, 18), latin=True)
    placed = datetime(2025, 4, 18, 22, 3)
    way = plant.delivered(online, placed, form="latin")
    scene.systems.orders.append(plant.order(online, 3, placed, ("HN-1403",), way))
    scene.systems.bought.append(plant.bought_row(kenichi, 2, date(2025, 9, 1)))
    return scene


def reissued_card() -> Scene:
    """A lost card and the one issued for it."""
    home = plant.home("US", Where("Brooklyn", (418, 0, 0), "11215", unit="3C", road=2))
    key, household = plant.keys(17)
    maria = Person(
        key, "US", "F", Name("Gonzalez", "Gonzalez"), Name("Maria", "Maria"), date(1969, 2, 27), household, home
    )
    maria.email, maria.phone = "maria.g.gonzalez@mail.example", "+14155550117"
    scene = Scene(
        key="reissued-card",
        title="A card issued anew",
        text="Maria Gonzalez lost her loyalty card in 2025; the new one replaces it and both have purchases.",
        look_for="One profile with both card numbers and the purchases of both; two cards are no conflict.",
        people=[maria],
    )
    lost = plant.card(maria, 17, date(2023, 6, 10))._replace(status="replaced")
    new = plant.card(maria, 18, date(2025, 5, 2))._replace(replaces=lost.card_no, name="GONZALEZ, MARIA")
    scene.systems.cards += [lost, new._replace(email=maria.email)]
    scene.systems.receipts += [
        plant.receipt(maria, lost, datetime(2024, 7, 6, 13, 10), "U02", plant.product("HN-2301")),
        plant.receipt(maria, new, datetime(2026, 1, 17, 16, 45), "U02", plant.product("HN-2004")),
    ]
    scene.systems.customers.append(plant.customer(maria, 17, datetime(2025, 5, 2, 12)))
    return scene


def expired_bought() -> Scene:
    """A bought record whose licence has ended."""
    home = plant.home("US", Where("Boston", (77, 0, 0), "02116", unit="8A", road=11))
    key, household = plant.keys(23)
    thomas = Person(
        key, "US", "M", Name("Walsh", "Walsh"), Name("Thomas", "Thomas"), date(1958, 9, 19), household, home
    )
    thomas.email, thomas.phone = "t.walsh.boston@outlook.example", "+14155550123"
    scene = Scene(
        key="expired-licence",
        title="A bought record that has expired",
        text="The vendor's row on Thomas Walsh (income over 100k, three children) was licensed until 31 March 2026.",
        look_for="No income band and no number of children in his profile after that day; the record itself is his.",
        people=[thomas],
    )
    scene.systems.customers.append(plant.customer(thomas, 23, datetime(2025, 8, 21, 10, 30)))
    scene.systems.cards.append(plant.card(thomas, 23, date(2022, 11, 11)))
    row = plant.bought_row(thomas, 23, date(2025, 3, 31))
    scene.systems.bought.append(row._replace(household_income_band="over 100k", children="3", licence_until=EXPIRED))
    return scene


def partner_only() -> Scene:
    """A member of the airline, tied by the hash of a mail address and by nothing else."""
    home = plant.home("KR", Where("범어동", (31, 2, 0), "42015", lot=(812, 5)))
    key, household = plant.keys(24)
    yuna = Person(key, "KR", "F", Name("서", "Seo"), Name("유나", "Yu-na"), date(1999, 12, 1), household, home)
    yuna.email, yuna.phone = "yuna.seo.1201@gmail.example", "+821052340124"
    scene = Scene(
        key="hashed-mail",
        title="Known to the partner by a hash alone",
        text="The airline knows Seo Yu-na by the hash of her mail address; the web shop has the address in clear.",
        look_for="The member (platinum) in her profile: a hash is the same evidence as the address it was made from.",
        people=[yuna],
    )
    online = plant.account(yuna, 24, date(2025, 10, 3))._replace(email=yuna.email.capitalize())
    placed = datetime(2025, 10, 3, 23, 15)
    scene.systems.orders.append(
        plant.order(online, 24, placed, ("HN-1704", "HN-1705"), plant.delivered(online, placed))
    )
    row = plant.member(yuna, 24, date(2024, 2, 14))
    scene.systems.members.append(row._replace(phone_sha256=None, tier="platinum"))
    return scene
