"""The folder of versions: CURRENT always leads to a version that is whole, and what is named lasts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cdp.errors import NotFound, StorageError
from cdp.published import CURRENT, Published
from tests.conftest import AS_OF, Company


@pytest.mark.parametrize("text", ["", "v000009\n"])
def test_readers_are_told_that_current_leads_nowhere(settled: Company, text: str) -> None:
    with settled.workspace as ws:
        (ws.published.folder / CURRENT).write_text(text)
        with pytest.raises(NotFound, match="cdp run"):
            ws.find("mary")


def test_readers_are_told_that_a_manifest_is_damaged(people: Company) -> None:
    with people.workspace as ws:
        version = ws.run(as_of=AS_OF).version
        (ws.published.folder / version / "manifest.json").write_text('{"version": ')
        with pytest.raises(StorageError, match=r"manifest\.json is damaged") as caught:
            ws.find("mary")
        assert "cdp run" in caught.value.remedy


def _lead_nowhere(folder: Path) -> None:
    (folder / CURRENT).write_text("v000009\n")


def _empty(folder: Path) -> None:
    (folder / CURRENT).write_text("")


def _lose_a_table(folder: Path) -> None:
    (folder / "v000002" / "profile.parquet").unlink()


def _cut_the_manifest_off(folder: Path) -> None:
    (folder / "v000002" / "manifest.json").write_text('{"version": ')


@pytest.mark.parametrize(
    ("harm", "back"),
    [
        (_lead_nowhere, "v000002"),
        (_empty, "v000002"),
        (_lose_a_table, "v000001"),
        (_cut_the_manifest_off, "v000001"),
    ],
)
def test_current_goes_back_to_the_newest_version_that_is_whole(
    people: Company, harm: Callable[[Path], None], back: str
) -> None:
    with people.workspace as ws:
        first = ws.run(as_of=AS_OF)
        people.file("people.csv", "id,first,last,mail\n9,New,Person,n@mail.example\n")
        second = ws.run(as_of=AS_OF)
        harm(ws.published.folder)
        report = ws.run(as_of=AS_OF)
        assert f"{back} is current again" in report.mended[0]
        assert report.people == second.people
        assert report.status == ("published" if back == first.version else "unchanged")
        assert ws.run(as_of=AS_OF).mended == []


def test_without_any_whole_version_everything_is_made_anew(people: Company) -> None:
    with people.workspace as ws:
        first = ws.run(as_of=AS_OF)
        (ws.published.folder / first.version / "manifest.json").unlink()
        again = ws.run(as_of=AS_OF)
        assert "anew" in again.mended[0]
        assert (again.version, again.content_hash) == ("v000002", first.content_hash)


def test_all_that_current_leads_to_is_on_the_disk_before_it_is_named(
    people: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe: set[int] = set()
    fsync, promote = os.fsync, Published.promote

    def noted(descriptor: int) -> None:
        fsync(descriptor)
        safe.add(os.fstat(descriptor).st_ino)

    def checked(published: Published, version: str) -> None:
        folders = (published.folder / version, people.folder / "models" / "m0001")
        for path in (each for folder in folders for each in (folder, *folder.iterdir())):
            assert Path(path).stat().st_ino in safe, path
        promote(published, version)
        assert (published.folder / CURRENT).stat().st_ino in safe

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(Published, "promote", checked)
    with people.workspace as ws:
        ws.run(as_of=AS_OF)
        safe.clear()
        people.file("people.csv", "id,first,last,mail\n9,New,Person,n@mail.example\n")
        safe |= {path.stat().st_ino for path in (people.folder / "models").rglob("*")}
        ws.run(as_of=AS_OF)
        ws.rollback()
