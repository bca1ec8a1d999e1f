"""The JSON schemas for editors accept every valid file and mark mistakes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from cdp.config import FILES
from cdp.schema import json_schemas

ROOT = Path(__file__).parent.parent
SCHEMAS = json_schemas()
CONFIGURED = [
    path
    for folder in (ROOT / "config", *(ROOT / "tests" / "cases").iterdir())
    for path in (*(folder / name for name in FILES), *sorted(folder.glob("sources/*.yml")))
    if path.exists()
]
IS = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, (str, date)),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def meets(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Tell whether a value meets a JSON schema, as far as ours use the language."""
    if "$ref" in schema:
        return meets(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for several in ("anyOf", "oneOf"):
        if several in schema and not any(meets(value, each, root) for each in schema[several]):
            return False
    if "type" in schema and not IS[schema["type"]](value):
        return False
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return False
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, list):
        return all(meets(each, schema.get("items", {}), root) for each in value)
    return not isinstance(value, dict) or _object_meets(value, schema, root)


def _object_meets(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
    if set(schema.get("required", [])) - set(value) or (other is False and set(value) - set(known)):
        return False
    return all(meets(each, known.get(name, other), root) for name, each in value.items())


def schema_of(path: Path) -> dict[str, Any]:
    return SCHEMAS["source" if path.parent.name == "sources" else path.stem]


def read(text: str) -> Any:
    return YAML(typ="safe").load(text) or {}


@pytest.mark.parametrize("path", CONFIGURED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_valid_file_meets_its_schema(path: Path) -> None:
    schema = schema_of(path)
    assert meets(read(path.read_text(encoding="utf-8")), schema, schema)


@pytest.mark.parametrize(
    "mistake", ["party: fourth", "chanel: web", "trust: high", "attributes: {email: 5}", "region: Korea", "events: {}"]
)
def test_a_mistake_is_marked(mistake: str) -> None:
    good = read((ROOT / "config" / "sources" / "crm.yml").read_text(encoding="utf-8"))
    assert not meets({**good, **read(mistake)}, SCHEMAS["source"], SCHEMAS["source"])


def test_relative_paths_start_at_the_workspace() -> None:
    assert "start at the workspace" in SCHEMAS["source"]["$defs"]["CsvConfig"]["properties"]["path"]["description"]
