"""Writes segments into segments.yml, with all comments and the order of the file kept."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from cdp.config.faults import fault_in_words
from cdp.config.segments import Segment, SegmentsConfig
from cdp.config.yaml_file import read_yaml
from cdp.durable import make_durable
from cdp.errors import NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "segments.yml"


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
    tree = _read(folder)
    told = segment.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    declared = tree.setdefault("segments", {})
    told = {key: each for key, each in declared.get(name, {}).items() if key == "title"} | told
    declared[name] = {key: told[key] for key in sorted(told, key=_words_first)}
    _write(folder, tree)


def _words_first(key: str) -> int:
    return ("title", "description", key).index(key)


def drop_segment(folder: Path, name: str) -> None:
    """Take a segment out of `folder`/segments.yml; raises NotFound."""
    tree = _read(folder)
    if name not in tree.get("segments", {}):
        raise NotFound(f"there is no segment {name!r}", "`cdp segments` lists those there are")
    del tree["segments"][name]
    _write(folder, tree)


def _read(folder: Path) -> Any:
    """Return the file as it is written; raises ConfigError when it holds mistakes."""
    path = folder / FILE
    if not path.exists():
        return {}
    read_yaml(path, SegmentsConfig, FILE)
    return YAML(typ="rt").load(path.read_text(encoding="utf-8"))


def _write(folder: Path, tree: Any) -> None:
    yaml, text = YAML(typ="rt"), io.StringIO()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(tree, text)
    part = folder / f".{FILE}.part"
    part.write_text(text.getvalue(), encoding="utf-8")
    make_durable(part)
    part.replace(folder / FILE)
