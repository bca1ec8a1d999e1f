"""The command line: a skin over the library.

Exit codes: 0 done, 2 wrong configuration or command, 3 source unreachable or unreadable, 4 expectation or quality check
failed, 5 another run at work, 6 not found, 7 disk full, 1 anything else.
"""

from __future__ import annotations

import json
import sys

import typer

from cdp.cli import demo, look, setup, work
from cdp.cli.screen import fail, told
from cdp.errors import CdpError

app = typer.Typer(
    name="cdp",
    help="One golden record per person, from every system a company has.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (setup, work, look, demo):
    module.register(app)


def main() -> None:
    """Run the command line; errors become a message and an exit code, never a traceback."""
    try:
        app()
    except CdpError as fault:
        if "--json" in sys.argv:
            sys.stdout.write(json.dumps(told(fault), ensure_ascii=False) + "\n")
        else:
            fail(str(fault))
        raise SystemExit(fault.exit_code) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
