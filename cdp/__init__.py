"""Golden-record unifier: one profile per person from every system a company has.

import cdp

ws = cdp.open("my-workspace")
ws.run()
ws.find("minsu@mail.example")
ws.table("profile").df()
"""

from __future__ import annotations

from pathlib import Path

from cdp.version import __version__
from cdp.workspace import Workspace


def open(folder: Path | str) -> Workspace:
    """Open the workspace in a folder; raises NotFound when there is none."""
    return Workspace(folder)


def init(folder: Path | str) -> Workspace:
    """Make a workspace in a folder with the example configuration; raises UsageError when there is one."""
    return Workspace.init(folder)


__all__ = ["Workspace", "__version__", "init", "open"]
