from __future__ import annotations

from pathlib import Path

import pytest

from connectors import SourceUnreadable, delivery
from tests.connectors.samples import pull_bytes


@pytest.mark.parametrize(("kind", "bad"), [("csv", b"1,2,3\n"), ("jsonl", b'{"a":\n')])
def test_a_unit_that_is_something_else_altogether_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, bad: bytes
) -> None:
    monkeypatch.setattr(delivery, "_MOST_REJECTED", 50)
    header, good = {"csv": (b"a,b\n", b"1,2\n"), "jsonl": (b"", b"{}\n")}[kind]
    assert len(pull_bytes(tmp_path, kind, header + bad * 50).rejected) == 50
    assert len(pull_bytes(tmp_path, kind, header + good * 60 + bad * 60).rejected) == 60
    with pytest.raises(SourceUnreadable, match="51 of the first 52 rows cannot be read"):
        pull_bytes(tmp_path, kind, header + good + bad * 51)
