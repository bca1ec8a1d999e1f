"""Taking differences only: every version after the one that is known, or a plain word that there is a gap."""

from __future__ import annotations

import pytest

from cdp.change_feed import versions_since
from cdp.errors import NotFound
from tests.conftest import AS_OF, Company


def test_changes_since_a_version_are_those_of_all_after_it(people: Company) -> None:
    people.config("cdp.yml", "company: x\nretain_versions: 2\n")
    with people.workspace as ws:
        for n in range(4):
            people.file("people.csv", f"id,first,last,mail\n{n},A{n}b,B,a{n}@mail.example\n")
            ws.run(as_of=AS_OF)
        created = [row[:3] for row in ws.changes("v000002").fetchall() if row[2] == "created"]
        assert [version for version, *_ in created] == ["v000003", "v000004"]
        assert [each.version for each in versions_since(ws.published, "v000002")] == ["v000003", "v000004"]
        assert ws.changes("v000004").fetchall() == []
        for gone in ("v000001", "v000009"):
            with pytest.raises(NotFound, match=f"the changes since {gone} are not kept") as caught:
                ws.changes(gone)
            assert "cdp export profile" in caught.value.remedy
        assert ws.rollback("v000003") == "v000005"
        assert {row[0] for row in ws.changes("v000004").fetchall()} == {"v000005"}


def test_before_anything_is_published_there_is_no_feed(people: Company) -> None:
    with people.workspace as ws, pytest.raises(NotFound, match="nothing has been published"):
        ws.changes("v000001")
