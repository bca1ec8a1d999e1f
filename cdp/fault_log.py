"""Faults that nobody expected: told without a value of any customer, their details in the log of the workspace."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from cdp.errors import CdpError, StorageError, Unexpected

LOG = "cdp.log"
"""File of a workspace that holds the details of unexpected faults, readable by the owner alone."""


def explained(fault: Exception, log: Path | None = None) -> CdpError:
    """Return a fault as an error that may be shown; the details of an unexpected one go to the end of `log`."""
    if isinstance(fault, CdpError):
        return fault
    if isinstance(fault, OSError) and fault.filename is not None:
        return StorageError(f"{fault.filename}: {fault.strerror}", "mend the path or its permissions, then try again")
    told = f"unexpected {type(fault).__name__} in {_place(fault)}"
    if log is None:
        return Unexpected(told, "report it with the command that you gave")
    _write_details(fault, log)
    return Unexpected(told, f"report it; details are in {log} (they may hold personal values)")


def _place(fault: Exception) -> str:
    """The innermost line of the product that the fault passed through."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if {"cdp", "connectors"} & set(Path(frame.filename).parts[-4:-1])]
    last = (own or frames)[-1]
    return f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}"


def _write_details(fault: Exception, log: Path) -> None:
    try:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        return
    with os.fdopen(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
        file.write("".join(traceback.format_exception(fault)) + "\n")
