"""Writes segments into segments.yml, with all comments and the order of the file kept."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from cdp.config.faults import fault_in_words
from cdp.config.segments import Segment, SegmentsConfig
from cdp.config.yaml_file import read_yaml
from cdp.durable import make_durable
from cdp.errors import NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "segments.yml"
_JOINS = {"all", "any", "not"}
_WORDS = ("title", "description")
_FIRST, _LAST = (*_WORDS, "field"), ("where", "times")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def drafted(given: str | Mapping[str, Any]) -> Segment:
    """Return a segment from its text, YAML or JSON, or from plain values. Raises UsageError when it is none."""
    try:
        return Segment.model_validate(plain(given))
    except ValidationError as fault:
        error = fault.errors(include_url=False)[0]
        place = ".".join(map(str, error["loc"]))
        told = f"{place}: {fault_in_words(error)}" if place else fault_in_words(error)
        raise UsageError(f"the rule is wrong: {told}", "`cdp schema` describes conditions under `segments`") from fault


def plain_text(segment: Segment) -> str:
    """Return the rule of a segment as JSON text, without its title and description."""
    told = segment.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"title", "description"})
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def plain(given: str | Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule, or its text, as plain values. Raises UsageError when the text is no YAML or JSON of keys."""
    try:
        read = YAML(typ="safe").load(given) if isinstance(given, str) else dict(given)
    except YAMLError as fault:
        raise UsageError("the rule is no YAML or JSON", "check its brackets and quotes") from fault
    if not isinstance(read, dict):
        raise UsageError("the rule has no keys", "write it as '{field: country, is: KR}'")
    return read


def write_segment(folder: Path, name: str, segment: Segment) -> None:
    """Declare a segment in `folder`/segments.yml, in place of one of that name; without a title it keeps that one's.

    Raises UsageError for its name.
    """
    try:
        SegmentsConfig.model_validate({"segments": {name: segment}})
    except ValidationError as fault:
        raise UsageError(fault_in_words(fault.errors(include_url=False)[0]), "choose another name") from fault
    path, tree = folder / FILE, _read(folder)
    title = {key: each for key, each in tree.get("segments", {}).get(name, {}).items() if key == "title"}
    written = _as_people_write({**title, **segment.model_dump(by_alias=True, exclude_defaults=True)})
    if name not in tree.get("segments", {}) or _in_one_line(tree):
        tree.setdefault("segments", {})[name] = written
        _write(path, _dumped(tree))
        return
    indent = " " * tree["segments"].lc.key(name)[1]
    _write(path, _spliced(path, tree, name, [indent + line for line in _dumped({name: written}).splitlines()]))


def drop_segment(folder: Path, name: str) -> None:
    """Take a segment out of `folder`/segments.yml; raises NotFound."""
    path, tree = folder / FILE, _read(folder)
    if name not in tree.get("segments", {}):
        raise NotFound(f"there is no segment {name!r}", "`cdp segments` lists those there are")
    if len(tree["segments"]) > 1 and not _in_one_line(tree):
        _write(path, _spliced(path, tree, name, []))
        return
    del tree["segments"][name]
    _write(path, _dumped(tree))


def _read(folder: Path) -> Any:
    """Return the file as it is written; raises ConfigError when it holds mistakes."""
    path = folder / FILE
    if not path.exists():
        return {}
    read_yaml(path, SegmentsConfig, FILE)
    return YAML(typ="rt").load(path.read_text(encoding="utf-8"))


def _as_people_write(given: Any) -> Any:
    """Return a rule to be written: what it is for first, each condition on a line of its own, days as days."""
    if isinstance(given, dict):
        laid = CommentedMap((key, _as_people_write(given[key])) for key in sorted(given, key=_place))
        return laid if {*_WORDS, *_JOINS} & set(laid) else _in_line(laid)
    if isinstance(given, tuple):
        row = CommentedSeq(map(_as_people_write, given))
        return row if any(isinstance(each, dict) for each in row) else _in_line(row)
    return date.fromisoformat(given) if isinstance(given, str) and _DAY.fullmatch(given) else given


def _place(key: str) -> int:
    """Where a key stands in a condition: where and times come last."""
    return _FIRST.index(key) if key in _FIRST else len(_FIRST) + (key in _LAST)


def _in_line(laid: CommentedMap | CommentedSeq) -> CommentedMap | CommentedSeq:
    laid.fa.set_flow_style()
    return laid


def _in_one_line(tree: Any) -> bool:
    return bool(tree["segments"].fa.flow_style())


def _spliced(path: Path, tree: Any, name: str, instead: list[str]) -> str:
    """Return the text of the file with other lines for a segment: every other line stays as it is."""
    lines = path.read_text(encoding="utf-8").splitlines()
    segments = tree["segments"]
    starts = [segments.lc.key(each)[0] for each in segments]
    start = segments.lc.key(name)[0]
    end = min((each for each in starts if each > start), default=len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    if not instead and end < len(lines) and not lines[end].strip():
        end += 1
    return "\n".join([*lines[:start], *instead, *lines[end:]]) + "\n"


def _dumped(tree: Any) -> str:
    yaml, text = YAML(typ="rt"), io.StringIO()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(tree, text)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    make_durable(part)
    part.replace(path)
