"""The files as another system sees them: encodings, shapes, dates, and nothing that belongs to anybody."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import phonenumbers
import pytest

from tests.demo import reading

_HEADERS = {
    "store/till_kr.csv": "영수증번호,일시,매장,카드번호,품목,수량,금액,결제,직원",
    "store/till_jp.csv": "レシート番号,日時,店舗,カード番号,品目,数量,金額,支払,担当",
    "store/till_us.csv": "receipt_no,date,store,card_no,item,quantity,amount,payment,clerk",
    "loyalty/cards_kr.csv": "카드번호,이름,전화번호,생년월일,이메일,우편번호,주소,발급일,상태,이전카드,포인트",
    "loyalty/cards_jp.csv": (
        "カード番号,氏名,フリガナ,電話番号,生年月日,メール,郵便番号,住所,発行日,状態,旧カード番号,ポイント"
    ),
    "loyalty/cards_us.csv": "card_no,name,phone,birth,email,postcode,address,issued,status,replaces_card,points",
}
_TODAY = date(2026, 6, 30)


@pytest.mark.parametrize("name", _HEADERS)
def test_local_files_come_in_local_encodings(folder: Path, name: str) -> None:
    encoding = reading.COUNTRIES[name[-6:-4]]
    raw = (folder / name).read_bytes()
    assert raw.decode(encoding).encode(encoding) == raw
    assert raw.decode(encoding).split("\r\n")[0] == _HEADERS[name]
    if encoding != "utf-8":
        with pytest.raises(UnicodeDecodeError):
            raw.decode("utf-8")


def test_till_dates_are_local(folder: Path) -> None:
    shapes = {
        "kr": r"20\d\d\. \d{1,2}\. \d{1,2}\. 오[전후] \d{1,2}:\d\d",
        "jp": r"20\d\d年\d{1,2}月\d{1,2}日 \d{1,2}:\d\d",
        "us": r"\d{1,2}/\d{1,2}/20\d\d \d{1,2}:\d\d [AP]M",
    }
    for country, shape in shapes.items():
        rows = reading.columns(folder / f"store/till_{country}.csv", reading.COUNTRIES[country])
        assert all(re.fullmatch(shape, row[1]) for row in rows)
        assert 0.15 < sum(not row[3] for row in rows) / len(rows) < 0.45


def test_crm_has_one_row_a_number_and_all_kinds_of_dates(folder: Path) -> None:
    rows = reading.crm(folder)
    assert all(re.fullmatch(r"C\d{7}", row["customer_no"]) for row in rows)
    births = {
        country: [row["birth_date"] for row in rows if row["country"] == country] for country in ("KR", "JP", "US")
    }
    assert any(re.fullmatch(r"(昭和|平成)(\d+|元)年\d+月\d+日", birth) for birth in births["JP"])
    assert any(re.fullmatch(r"\d\d/\d\d/\d{4}", birth) for birth in births["US"])
    assert any(re.search("[ｱ-ﾝ]", row["name_kana"]) for row in rows)
    assert {row["account_type"] for row in rows} == {"customer", "employee", "test"}
    assert all(datetime.fromisoformat(row["updated_at"]) >= datetime.fromisoformat(row["consent_at"]) for row in rows)


def test_orders_stand_in_the_file_of_their_month(folder: Path) -> None:
    for path in folder.glob("web_shop/*.jsonl"):
        for order in reading.documents(folder, f"web_shop/{path.name}"):
            month = order["placed_at"][:7]
            assert path.name == f"orders-{month}.jsonl"
            assert order["order_no"].startswith(f"W{month[2:4]}{month[5:]}-")


def test_orders_add_up_and_end_by_today(folder: Path) -> None:
    orders = reading.documents(folder, "web_shop/*.jsonl")
    assert len({order["order_no"] for order in orders}) == len(orders)
    for order in orders:
        assert order["total"] == pytest.approx(sum(item["price"] * item["qty"] for item in order["items"]))
        moments = [order["placed_at"], *(step["at"] for step in order["delivery_steps"])]
        assert moments == sorted(moments)
        assert datetime.fromisoformat(moments[-1]).date() <= _TODAY
        assert (order["fulfilment"] == "pickup") == (order["pickup_store"] is not None)
    assert {order["currency"] for order in orders} == {"KRW", "JPY", "USD"}


def test_app_events_have_segments_shape(folder: Path) -> None:
    events = reading.documents(folder, "app/*.jsonl")
    assert len({event["messageId"] for event in events}) == len(events)
    assert {event["type"] for event in events} == {"track", "page", "screen", "identify"}
    for event in events:
        assert event["anonymousId"] and event["context"]["device"]["id"]
        assert ("event" in event) == (event["type"] == "track")
        assert ("traits" in event) == (event["type"] == "identify")
        if event["type"] == "identify":
            assert event["userId"]
    assert 0.5 < sum(event["userId"] is None for event in events) / len(events) < 0.9


def test_notes_and_messages_have_headers_and_text(folder: Path) -> None:
    notes = list(reading.entries(folder, "call_center/*.txt"))
    assert all(set(head) == {"No", "Time", "Agent", "Topic", "Waited"} and text for head, text in notes)
    assert {head["Topic"] for head, _ in notes} == {"delivery", "return", "size", "payment", "complaint", "praise"}
    messages = list(reading.entries(folder, "social/*.txt"))
    assert all(set(head) == {"Id", "Time", "Platform", "Handle"} and text for head, text in messages)
    assert sum("@" in text for _, text in messages) < len(messages) / 2


def test_some_mail_events_are_equal_and_stay(folder: Path) -> None:
    rows = Counter(tuple(row.values()) for row in reading.table(folder / "email/campaign_events.csv"))
    assert max(rows.values()) > 1


def test_survey_scores_are_in_range(folder: Path) -> None:
    limits = {"NPS": (0, 10), "CSAT": (1, 5), "CES": (1, 7)}
    answers = reading.table(folder / "survey/answers.csv")
    for answer in answers:
        low, high = limits[answer["kind"]]
        assert answer["score"] == "" or low <= int(answer["score"]) <= high
        assert [bool(answer[way]) for way in ("email", "phone", "order_no")].count(True) == 1
    assert any(answer["score"] == "" for answer in answers)


def test_the_panel_judges_two_doors_at_one_moment_and_its_weights_make_up_for_who_answers(folder: Path) -> None:
    answers = reading.table(folder / "survey/panel.csv")
    asked = ("information", "ease", "self_service", "personalisation", "communication", "helpfulness")
    for store, web in zip(answers[::2], answers[1::2], strict=True):
        assert (store["door"], web["door"]) == ("store", "web")
        assert store["answered_at"] == web["answered_at"]
        for row in (store, web):
            assert {row[name] for name in asked} <= ({*"123459"} if row["answered_at"] else {""})
            assert float(row["weight"]) > 0
    told = [float(row["weight"]) for row in answers if row["answered_at"]]
    assert 0.7 < sum(told) / len(told) < 1.3
    assert len(set(told)) == 3


def test_partner_gives_hashes_alone(folder: Path) -> None:
    for member in reading.members(folder):
        assert set(member) == {"member_no", "email_sha256", "phone_sha256", "tier", "since"}
        hashes = [member["email_sha256"], member["phone_sha256"]]
        assert all(digest is None or re.fullmatch("[0-9a-f]{64}", digest) for digest in hashes)


def test_some_licences_have_expired(folder: Path) -> None:
    ends = Counter(row["licence_until"] for row in reading.table(folder / "bought/demographics.csv"))
    assert set(ends) == {"2026-12-31", "2026-03-31"}
    assert 0.03 < ends["2026-03-31"] / ends.total() < 0.15


def test_nearly_all_phones_are_valid(folder: Path) -> None:
    numbers = [(row["mobile"], row["country"]) for row in reading.crm(folder)]
    for country, encoding in reading.COUNTRIES.items():
        place = 3 if country == "jp" else 2
        rows = reading.columns(folder / f"loyalty/cards_{country}.csv", encoding)
        numbers += [(row[place], country.upper()) for row in rows]
    orders = reading.documents(folder, "web_shop/*.jsonl")
    numbers += [(order["customer"]["phone"], order["shipping"]["country"]) for order in orders]
    meant = [(number, country) for number, country in numbers if re.sub("[09]", "", re.sub(r"\D", "", number))]
    valid = sum(_is_valid(number, country) for number, country in meant)
    assert len(meant) > 2000
    assert valid / len(meant) >= 0.97


def _is_valid(number: str, country: str) -> bool:
    text = f"+{number}" if re.match("8[12]", number) else number
    return phonenumbers.is_valid_number(phonenumbers.parse(text, country))


def test_clean_phones_are_all_valid(folder: Path) -> None:
    people = reading.table(folder / "truth/people.csv")
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(person["phone"])) for person in people)


def test_a_shop_gives_its_own_phone_for_customers_now_and_then(folder: Path) -> None:
    shops = {"02-540-0110", "03-5468-0110", "(212) 555-0110"}
    held = Counter(row["mobile"] for row in reading.crm(folder) if row["mobile"] in shops)
    for country, encoding in reading.COUNTRIES.items():
        rows = reading.columns(folder / f"loyalty/cards_{country}.csv", encoding)
        held.update(row[3 if country == "jp" else 2] for row in rows if row[3 if country == "jp" else 2] in shops)
    assert held.total() >= 2


def test_no_domain_belongs_to_anybody(folder: Path) -> None:
    allowed = re.compile(r"(.*\.)?(example|test)|n\.a")
    for path in folder.rglob("*"):
        if path.suffix in {".csv", ".jsonl", ".txt", ".json"}:
            text = path.read_bytes().decode(_encoding(path))
            hosts = re.findall(r"[\w/]@([A-Za-z0-9.-]+\.[A-Za-z]+)", text) + re.findall(
                r"https?://([A-Za-z0-9.-]+)", text
            )
            assert all(allowed.fullmatch(host) for host in hosts), path
    assert all(allowed.fullmatch(row["email"].rpartition("@")[2]) for row in reading.crm(folder) if "@" in row["email"])


def _encoding(path: Path) -> str:
    return reading.COUNTRIES.get(path.stem[-2:], "utf-8") if path.parent.name in {"store", "loyalty"} else "utf-8"
