"""Golden-record unifier: one profile per person from every system a company has.

import cdp

ws = cdp.open("my-workspace")
ws.run()
ws.find("minsu@mail.example")
ws.show("gbfd719e5d49faa3b697b").profile
ws.table("profile").df()
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cdp.version import __version__

if TYPE_CHECKING:
    from cdp.workspace import Workspace


def open(folder: Path | str) -> Workspace:
    """Open the workspace in a folder; raises NotFound when there is none."""
    from cdp.workspace import Workspace

    return Workspace(folder)


def init(folder: Path | str) -> Workspace:
    """Make a workspace in a folder with the example configuration; raises UsageError when there is one."""
    from cdp.workspace import Workspace

    return Workspace.init(folder)


def __getattr__(name: str) -> Any:
    """Load `Workspace` when it is asked for, so that the command line starts fast."""
    if name != "Workspace":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cdp.workspace import Workspace

    return Workspace


__all__ = ["Workspace", "__version__", "init", "open"]
