"""Presets: source files for the exports of systems that many companies have; the first line tells where to export."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from cdp.errors import UsageError


def presets() -> dict[str, str]:
    """Return the presets by name, each with the first line of its file: which export it reads."""
    found = (each for each in files(__name__).iterdir() if each.name.endswith(".yml"))
    told = {each.name.removesuffix(".yml"): each.read_text(encoding="utf-8") for each in found}
    return {name: told[name].partition("\n")[0].lstrip("# ") for name in sorted(told)}


def add_preset(workspace: Path, source: str, preset: str, data: str | None = None) -> Path:
    """Write the source file of a preset under the name of a source into a workspace; return its path.

    `data` is the path of the exports, relative to the workspace. Raises UsageError when there is no such preset, the
    name is none, or the workspace has such a source.
    """
    if preset not in presets():
        raise UsageError(f"there is no preset {preset}", f"choose one of {', '.join(presets())}")
    if re.fullmatch("[a-z][a-z0-9_]*", source) is None:
        raise UsageError(f"{source!r} is no name of a source", "take small letters, digits and _, a letter first")
    path = workspace / "config" / "sources" / f"{source}.yml"
    if path.exists():
        raise UsageError(f"there is a source {source} already", "choose another name, or edit its file")
    text = (files(__name__) / f"{preset}.yml").read_text(encoding="utf-8")
    text = re.sub("^source: .*", f"source: {source}", text, count=1, flags=re.MULTILINE)
    if data is not None:
        text = re.sub('path: "[^"]*"', lambda _: f"path: {_quoted(data)}", text, count=1)
    path.write_text(text, encoding="utf-8")
    return path


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
