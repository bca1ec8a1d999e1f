"""What went wrong, told to the person or program at the command line without a value of any customer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, runtime_checkable

import typer

from cdp import fault_log
from cdp.cli.screen import fail, print_line
from cdp.errors import CdpError, ConfigError, UsageError


@runtime_checkable
class CommandFault(Protocol):
    """What the command line's parser raises: a wrong option, a missing argument."""

    exit_code: int

    def format_message(self) -> str:
        """Return what is wrong."""
        ...

    def show(self) -> None:
        """Print what is wrong, and how the command is used."""
        ...


def explained(fault: Exception, log: Path | None = None) -> CdpError:
    """Return a fault as an error that may be shown; the details of an unexpected one go to the end of `log`."""
    if isinstance(fault, CommandFault):
        return UsageError(fault.format_message(), "add --help to see how the command is used")
    return fault_log.explained(fault, log)


@contextmanager
def logged_in(folder: Path) -> Iterator[None]:
    """Turn every fault inside the block into a CdpError, with the details in the log of the workspace in `folder`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except Exception as fault:
        if isinstance(fault, (CommandFault, typer.Exit, typer.Abort)):
            raise
        raise explained(fault, folder / fault_log.LOG) from fault


def tell(fault: CdpError, *, as_json: bool) -> None:
    """Print an error: its kind, message and remedy as JSON, or one text."""
    if as_json:
        print_line(as_dict(fault))
    else:
        fail(str(fault))


def as_dict(fault: CdpError) -> dict[str, object]:
    """Return an error as `--json` tells it: its kind, message and remedy, and the problems of a configuration."""
    told: dict[str, object] = {"error": type(fault).__name__, "message": fault.message, "remedy": fault.remedy}
    if isinstance(fault, ConfigError):
        told["problems"] = [vars(problem) for problem in fault.problems]
    return told
