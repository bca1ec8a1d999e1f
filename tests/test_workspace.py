"""A workspace in Python: how it shows itself, who is at work in it, and what becomes of damaged files."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

import cdp
from cdp.errors import NotFound, StorageError
from tests.conftest import AS_OF, Company


def test_it_says_where_it_is_and_what_is_published(people: Company) -> None:
    ws = cdp.open(people.folder)
    assert repr(ws) == f"<Workspace {people.folder}: nothing published yet>"
    ws.run(as_of=AS_OF)
    assert repr(ws) == f"<Workspace {people.folder}: v000001>"
    assert isinstance(ws, cdp.Workspace)


def test_one_person_can_be_shown(people: Company) -> None:
    ws = people.workspace
    ws.run(as_of=AS_OF)
    golden_id = ws.find("people/3")[0]["golden_id"]
    assert ws.show(golden_id.upper()).profile["full_name"] == "Peter Novak"
    with pytest.raises(NotFound):
        ws.show("g0")


def _hold(folder: Path, begun: multiprocessing.synchronize.Event, end: multiprocessing.synchronize.Event) -> None:
    with cdp.open(folder).locked():
        begun.set()
        end.wait(30)


def test_it_knows_that_another_process_is_at_work(people: Company) -> None:
    context = multiprocessing.get_context("spawn")
    begun, end = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(people.folder, begun, end))
    other.start()
    assert begun.wait(30)
    assert people.workspace.is_at_work
    end.set()
    other.join()
    assert not people.workspace.is_at_work


@pytest.mark.parametrize("name", ["ledger.db", "models/m0001/model.json"])
def test_a_damaged_file_is_named_with_the_remedy(people: Company, name: str) -> None:
    people.file(
        "people.csv", "\n".join(["id,first,last,mail", *(f"{n},Mary,Jones,m{n % 50}@x.example" for n in range(150))])
    )
    people.workspace.run(as_of=AS_OF)
    path = people.folder / name
    assert path.exists()
    for extra in path.parent.glob(f"{path.name}-*"):
        extra.unlink()
    path.write_text("{ this is neither JSON nor SQLite", encoding="utf-8")
    people.file("people.csv", "id,first,last,mail\n900,Anna,Berg,a@mail.example\n")
    with pytest.raises(StorageError, match=path.name) as caught:
        people.workspace.run(as_of=AS_OF)
    assert caught.value.remedy
