"""What data look like before a run."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from cdp.discover.profile import masked, profile, shape
from cdp.discover.profile_page import profile_page
from cdp.errors import UsageError
from tests.cli.test_cli import cdp
from tests.conftest import Company

CLUB = """
member,phone,mail
M-1,010-1234-5678,anna@mail.example.org
M-2,+82 10 2345 6789,n/a
M-3,,ben@mail.example.org
"""
SHOP = f"""
no,mobile,mail_sha256
1,01012345678,{sha256(b"anna@mail.example.org").hexdigest()}
2,010.9999.1234,
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with two lists of people."""
    Company(tmp_path).file("d/club_kr.csv", CLUB).file("d/shop_kr.csv", SHOP)
    return tmp_path / "d"


def test_columns_and_what_tables_share_are_told(data: Path) -> None:
    found = profile(None, [str(data)], data)
    club, shop = found.tables
    assert (club.rows, club.complete, shop.rows) == (3, True, 2)
    phone, mail = club.columns[1:]
    assert (phone.meaning, phone.fill, phone.distinct, phone.shortest, phone.longest) == ("phone", 2 / 3, 2, 13, 16)
    assert [pattern for pattern, _ in phone.patterns] == ["999-9999-9999", "+99 99 9999 9999"]
    assert (mail.meaning, mail.placeholders) == ("email", 1)
    shared = {each.identifier: (each.shared, each.left_share, each.right_share) for each in found.overlaps}
    assert shared == {"phone": (1, 0.5, 0.5), "hashed_email": (1, 0.5, 1.0)}


def test_values_are_masked_unless_asked_for(data: Path) -> None:
    assert "anna" not in json.dumps(cdp("profile", str(data), cwd=data))
    assert "anna@mail.example.org" in cdp("profile", str(data), "--values", cwd=data)
    assert masked("anna@mail") == "a•••@••••"


def test_shapes_fold_long_runs() -> None:
    assert shape("AB-1234") == "AA-9999"
    assert shape("김하늘 서울특별시") == "가가가 가+"
    assert shape("サトウ健一") == "アアア漢漢"
    assert shape("0" * 64) == "SHA-256"


def test_the_page_asks_for_nothing_outside(data: Path) -> None:
    page = profile_page(profile(None, [str(data)], data))
    assert "Columns of club_kr" in page and "Shared phone" in page
    assert "<script" not in page and "src=" not in page and "anna@" not in page
    told = json.loads(cdp("profile", str(data), "--html", "p.html", "--json", cwd=data))
    assert [each["table"] for each in told["tables"]] == ["club_kr", "shop_kr"]
    assert (data / "p.html").read_text("utf-8") == page


def test_sources_of_a_workspace_are_named(people: Company) -> None:
    found = profile(people.workspace, ["people"], people.folder)
    assert [each.table for each in found.tables] == ["people"]
    assert profile(people.workspace, [], people.folder) == found
    with pytest.raises(UsageError, match="nothing to profile"):
        profile(None, [], people.folder)
    assert "there is no nowhere" in cdp("profile", "nowhere", cwd=people.folder, code=2)
