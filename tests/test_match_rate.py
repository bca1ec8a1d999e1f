"""What partners' data is worth: the match rate of a source, and the overlap with another company."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cdp.cli import app
from cdp.errors import UsageError
from cdp.match_rate import match_rate
from cdp.overlap import compare_hashes, export_hashes
from cdp.workspace import Workspace
from tests.conftest import AS_OF, Company, Once

SECRET = "a secret of both companies"
SHOP = """
    source: shop
    party: first
    channel: web
    connector: {kind: csv, path: shop.csv}
    record: {id: id}
    attributes: {given_name: first, family_name: last, email: mail}
    address: {street: street, postal_code: code, city: city, country: {constant: GB}}
"""
LIST = (
    SHOP.replace("source: shop", "source: list").replace("party: first", "party: third").replace("shop.csv", "list.csv")
)
FIRST = ("Mary", "Peter", "Anna", "John", "Linda", "Robert", "Susan", "Paul", "Maria", "Oliver")
LAST = ("Jones", "Novak", "Berg", "Smith", "Quinn", "Larsen", "Rossi", "Weber")


def row(number: int, *, mail: bool) -> str:
    name = f"{FIRST[number % 10]},{LAST[number % 8]}"
    return f"{number},{name},{f'm{number}@mail.example' if mail else ''},{number} High Street,LS{number} 4AB,Leeds"


def rows(numbers: range, *, mail: bool) -> bytes:
    return "\n".join(["id,first,last,mail,street,code,city", *(row(n, mail=mail) for n in numbers), ""]).encode()


@pytest.fixture(scope="module")
def ws(once: Once) -> Iterator[Workspace]:
    def make(folder: Path) -> None:
        company = Company(folder).source(SHOP).source(LIST)
        company.file("shop.csv", rows(range(40), mail=True)).file("list.csv", rows(range(20, 50), mail=False))
        with company.workspace as ws:
            ws.run(as_of=AS_OF)

    with Workspace(once("match_rate", make)) as ws:
        yield ws


def test_a_list_by_name_and_address_is_matched_and_told(ws: Workspace) -> None:
    with ws.store() as store:
        found = match_rate(store, ws.config, "list")
    assert (found.party, found.sent, found.matched, found.people) == ("third", 30, 20, 20)
    assert found.rate == pytest.approx(2 / 3)
    assert {"attribute": "given_name", "sent": 30, "matched": 20} in found.identifiers
    assert {"attribute": "email", "sent": 0, "matched": 0} in found.identifiers
    assert found.ways == [{"by": "address + family_name + given_name", "records": 20}]


def test_a_source_that_is_none_is_refused(ws: Workspace) -> None:
    with ws.store() as store, pytest.raises(UsageError, match="choose one of list"):
        match_rate(store, ws.config, "lists")


@pytest.fixture
def theirs(tmp_path: Path, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The other company's file: it knows our first fifteen e-mails, and ten others."""
    monkeypatch.setenv("CDP_OVERLAP_SECRET", SECRET)
    with ws.store() as store:
        assert export_hashes(store, "CDP_OVERLAP_SECRET", tmp_path / "all.csv") == 40
    header, *hashes = (tmp_path / "all.csv").read_text().splitlines()
    others = [f"email,{number:064x}" for number in range(10)]
    (tmp_path / "theirs.csv").write_text("\n".join([header, *hashes[:15], *others, ""]))
    return tmp_path / "theirs.csv"


def test_the_overlap_is_counted_and_small_numbers_are_not_told(ws: Workspace, theirs: Path) -> None:
    with ws.store() as store:
        email, phone = compare_hashes(store, "CDP_OVERLAP_SECRET", theirs)
    assert (email.ours, email.theirs, email.both, email.people) == (40, 25, 15, 15)
    assert (phone.ours, phone.both) == (None, None)
    theirs.write_text("\n".join(theirs.read_text().splitlines()[7:]).replace("email", "identifier,hash\nemail", 1))
    with ws.store() as store:
        email, _ = compare_hashes(store, "CDP_OVERLAP_SECRET", theirs)
    assert (email.theirs, email.both, email.people) == (19, None, None)


def test_a_file_holds_no_value_and_another_secret_finds_nothing(
    ws: Workspace, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "mail.example" not in theirs.read_text()
    monkeypatch.setenv("CDP_OVERLAP_SECRET", "another secret altogether")
    with ws.store() as store:
        assert compare_hashes(store, "CDP_OVERLAP_SECRET", theirs)[0].both is None


@pytest.mark.parametrize(
    "content",
    [
        *("", "hash\n", "identifier,hash\nname,00\n", "identifier,hash\nemail\n", "identifier,hash\né,1\n"),
        pytest.param("identifier,hash\nemail," + 200_000 * "0", id="a field beyond measure"),
    ],
)
def test_another_file_is_refused(ws: Workspace, theirs: Path, content: str) -> None:
    theirs.write_text(content, encoding="utf-8")
    with ws.store() as store, pytest.raises(UsageError, match="no file of"):
        compare_hashes(store, "CDP_OVERLAP_SECRET", theirs)


def test_a_short_secret_is_refused_and_not_shown(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CDP_OVERLAP_SECRET", "short one")
    with ws.store() as store, pytest.raises(UsageError, match="CDP_OVERLAP_SECRET") as caught:
        export_hashes(store, "CDP_OVERLAP_SECRET", tmp_path / "ours.csv")
    assert "short one" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_commands_tell_the_same(ws: Workspace, theirs: Path) -> None:
    def told(*words: str) -> str:
        done = CliRunner().invoke(app, [*words, "-w", str(ws.folder)])
        assert done.exit_code == 0
        return done.output

    assert "20 of 30 records matched (66.7%)" in told("partners", "list")
    assert json.loads(told("partners", "list", "--json"))["matched"] == 20
    assert "fewer than 10" in told("overlap", "compare", str(theirs))
    assert json.loads(told("overlap", "export", str(theirs.with_name("ours.csv")), "--json"))["hashes"] == 40
