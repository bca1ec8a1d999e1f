"""Truth and files tell of the same records and events, and the truth can be found."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

from tests.demo import reading

Key = tuple[str, str]


def _written_records(folder: Path) -> set[Key]:
    found = {("crm", row["customer_no"]) for row in reading.crm(folder)}
    found |= {("web_shop", reading.order_record(order)) for order in reading.documents(folder, "web_shop/*.jsonl")}
    for country, encoding in reading.COUNTRIES.items():
        rows = reading.columns(folder / f"loyalty/cards_{country}.csv", encoding)
        found |= {(f"loyalty_{country}", row[0]) for row in rows}
    found |= {("partner", row["member_no"]) for row in reading.members(folder)}
    return found | {("bought", row["row_id"]) for row in reading.table(folder / "bought/demographics.csv")}


def _written_events(folder: Path) -> list[Key]:
    found = [("web_shop", order["order_no"]) for order in reading.documents(folder, "web_shop/*.jsonl")]
    for country, encoding in reading.COUNTRIES.items():
        rows = reading.columns(folder / f"store/till_{country}.csv", encoding)
        found += [(f"store_{country}", row[0]) for row in rows]
    found += [("wallet", row["coupon_id"]) for row in reading.table(folder / "loyalty/wallet_coupons.csv")]
    found += [("app", event["messageId"]) for event in reading.documents(folder, "app/*.jsonl")]
    found += [("call_center", head["No"]) for head, _ in reading.entries(folder, "call_center/*.txt")]
    found += [("social", head["Id"]) for head, _ in reading.entries(folder, "social/*.txt")]
    mails = reading.table(folder / "email/campaign_events.csv")
    found += [("email", str(position)) for position, _ in enumerate(mails, start=1)]
    found += [("panel", row["answer_id"]) for row in reading.table(folder / "survey/panel.csv")]
    return found + [("survey", row["answer_id"]) for row in reading.table(folder / "survey/answers.csv")]


def _truth(folder: Path) -> dict[Key, str]:
    return {(row["source"], row["record_id"]): row["person"] for row in reading.table(folder / "truth/records.csv")}


def _staff_records(folder: Path) -> set[Key]:
    """Records that a plain condition on mail, name or account type finds."""
    found = {("crm", row["customer_no"]) for row in reading.crm(folder) if row["account_type"] != "customer"}
    for order in reading.documents(folder, "web_shop/*.jsonl"):
        if reading.is_staff(order["customer"]["email"]):
            found.add(("web_shop", reading.order_record(order)))
    for country, encoding in reading.COUNTRIES.items():
        email = 5 if country == "jp" else 4
        for row in reading.columns(folder / f"loyalty/cards_{country}.csv", encoding):
            if reading.is_staff(row[email], row[1]):
                found.add((f"loyalty_{country}", row[0]))
    return found


def test_every_record_has_its_truth_and_every_truth_its_record(folder: Path) -> None:
    rows = reading.table(folder / "truth/records.csv")
    assert len(rows) == len(_truth(folder))
    assert set(_truth(folder)) == _written_records(folder)


def test_every_event_has_its_truth_and_every_truth_its_event(folder: Path) -> None:
    rows = [(row["source"], row["event_id"]) for row in reading.table(folder / "truth/events.csv")]
    written = _written_events(folder)
    assert len(set(written)) == len(written)
    assert sorted(rows) == sorted(written)


def test_mail_positions_name_the_addressee(folder: Path) -> None:
    holders = defaultdict(set)
    truth = _truth(folder)
    for row in reading.crm(folder):
        holders[row["email"]].add(truth["crm", row["customer_no"]])
    mails = reading.table(folder / "email/campaign_events.csv")
    people = [row["person"] for row in reading.table(folder / "truth/events.csv") if row["source"] == "email"]
    assert all(person in holders[mail["email"]] for mail, person in zip(mails, people, strict=True))


def test_orders_and_visits_agree_on_the_person(folder: Path) -> None:
    truth = _truth(folder)
    owners = {(row["source"], row["event_id"]): row["person"] for row in reading.table(folder / "truth/events.csv")}
    for order in reading.documents(folder, "web_shop/*.jsonl"):
        assert owners["web_shop", order["order_no"]] == truth["web_shop", reading.order_record(order)]
    for event in reading.documents(folder, "app/*.jsonl"):
        if event["userId"]:
            assert owners["app", event["messageId"]] == truth["web_shop", event["userId"]]
        if event.get("event") == "Order Completed":
            assert owners["app", event["messageId"]] == owners["web_shop", event["properties"]["order_no"]]


def test_everybody_in_the_truth_is_somebody(folder: Path) -> None:
    people = {row["person"] for row in reading.table(folder / "truth/people.csv")}
    assert len(people) == 1000
    assert set(_truth(folder).values()) <= people | {""}
    assert {row["person"] for row in reading.table(folder / "truth/events.csv")} <= people | {""}


def test_staff_and_trial_accounts_are_those_without_a_person(folder: Path) -> None:
    nobody = {key for key, person in _truth(folder).items() if not person}
    assert nobody == _staff_records(folder)
    assert {source for source, _ in nobody} >= {"crm", "web_shop", "loyalty_kr", "loyalty_jp", "loyalty_us"}


def test_family_cards_are_marked_as_shared(folder: Path) -> None:
    rows = reading.table(folder / "truth/events.csv")
    shared = [row for row in rows if row["source"].startswith("store_") and row["shared"] == "Y"]
    assert shared
    assert all(row["person"] for row in shared)
    assert {row["source"] for row in rows if row["shared"]} >= {"app", "wallet"}


def test_nearly_every_record_shares_a_mail_or_phone_with_another_of_its_person(folder: Path) -> None:
    """Without any cleaning but digits and small letters: what a careful matcher builds on."""
    evidence = _evidence(folder)
    own: dict[str, list[Key]] = defaultdict(list)
    for key, person in _truth(folder).items():
        if person and key in evidence:
            own[person].append(key)
    tied, several = 0, 0
    for keys in own.values():
        for key in keys:
            others = set().union(*(evidence[other] for other in keys if other != key))
            several += len(keys) > 1
            tied += bool(evidence[key] & others)
    assert several > 1500
    assert tied / several > 0.93


def _evidence(folder: Path) -> dict[Key, set[str]]:
    """Hashes of mail and phone by record; the bought file has neither."""
    found: dict[Key, set[str]] = {}
    for row in reading.crm(folder):
        found["crm", row["customer_no"]] = _hashes(row["email"], row["mobile"], row["country"])
    for order in reading.documents(folder, "web_shop/*.jsonl"):
        who, country = order["customer"], order["shipping"]["country"]
        found["web_shop", reading.order_record(order)] = _hashes(who["email"], who["phone"], country)
    for country, encoding in reading.COUNTRIES.items():
        shift = country == "jp"
        for line in reading.columns(folder / f"loyalty/cards_{country}.csv", encoding):
            hashes = _hashes(line[4 + shift], line[2 + shift], country.upper())
            found[f"loyalty_{country}", line[0]] = hashes
    for row in reading.members(folder):
        found["partner", row["member_no"]] = {row["email_sha256"], row["phone_sha256"]} - {None}
    return found


def _hashes(email: str, phone: str, country: str) -> set[str]:
    code = {"KR": "82", "JP": "81", "US": "1"}[country]
    digits = re.sub(r"\D", "", phone.translate(str.maketrans("０１２３４５６７８９", "0123456789")))
    digits = digits.removeprefix(code) if len(digits) > 10 and digits.startswith(code) else digits.removeprefix("0")
    values = [email.lower()] if "@" in email and not email.lower().startswith(("n/a@", "none@", "test@")) else []
    values += [f"+{code}{digits}"] if len(digits) > 8 and digits.strip("0") else []
    return {sha256(value.encode()).hexdigest() for value in values}
