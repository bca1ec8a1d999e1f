"""The command line: a skin over the library.

Exit codes: 0 done, 2 wrong configuration or command, 3 source unreachable or unreadable, 4 expectation or quality check
failed, or more changed than the limits let pass (the version waits as a candidate), 5 another run at work, 6 not found,
7 disk full or files that cannot be written or read, 1 anything else.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cdp import __version__
from cdp.cli import (
    add,
    decide,
    demo,
    evaluate,
    experience,
    gate,
    journey,
    life,
    look,
    model,
    overview,
    pain,
    partner,
    profile,
    reach,
    review,
    segments,
    serve,
    setup,
    traits,
    why,
    work,
)
from cdp.cli.faults import CommandFault, explained, tell
from cdp.cli.screen import out

app = typer.Typer(
    name="cdp",
    help="One golden record per person, from every system a company has.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    setup,
    profile,
    add,
    work,
    gate,
    overview,
    look,
    traits,
    life,
    journey,
    reach,
    why,
    decide,
    review,
    experience,
    pain,
    partner,
    evaluate,
    model,
    segments,
    serve,
    demo,
):
    module.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        out.print(f"cdp {__version__}")
        raise typer.Exit


@app.callback()
def _all_commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """One golden record per person, from every system a company has."""


def main() -> None:
    """Run the command line; every error becomes a message (JSON with --json) and an exit code, never a traceback."""
    as_json = "--json" in sys.argv
    try:
        code = app(standalone_mode=False)
    except BrokenPipeError:
        raise SystemExit(0) from None
    except typer.Abort:
        raise SystemExit(1) from None
    except Exception as fault:
        if isinstance(fault, CommandFault) and not as_json:
            fault.show()
            raise SystemExit(fault.exit_code) from None
        known = explained(fault)
        tell(known, as_json=as_json)
        raise SystemExit(known.exit_code) from None
    raise SystemExit(code)
