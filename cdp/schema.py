"""JSON schemas of the configuration files, so that editors complete keys and mark mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cdp.config import FILES, SourceConfig


def json_schemas() -> dict[str, Any]:
    """Return the schema of each configuration file by its name."""
    named = {name.removesuffix(".yml"): model.model_json_schema() for name, model in FILES.items()}
    return {**named, "source": SourceConfig.model_json_schema()}


def write_schemas(folder: Path) -> list[Path]:
    """Write `<name>.schema.json` per configuration file; return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in json_schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False), encoding="utf-8")
        written.append(path)
    return written
