"""The README is true: commands, tables, kinds, rules and exit codes are those of the product."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer.main

from cdp import errors
from cdp.cli import app
from cdp.config import FILES
from cdp.contracts import TABLES, VIEWS
from cdp.semantics import Holding, Rule
from connectors import KINDS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app)


def rows(title: str) -> list[list[str]]:
    """The cells of the table below a heading."""
    section = README.split(f"### {title}\n", 1)[1].split("\n### ", 1)[0].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def options(command: Any) -> set[str]:
    """The options of a command and of the commands in it."""
    own = {opt for parameter in command.params for opt in parameter.opts}
    return own.union(*(options(each) for each in getattr(command, "commands", {}).values()))


def test_every_command_exists_with_its_options() -> None:
    known = {name: options(command) for name, command in COMMANDS.commands.items()}
    used = re.findall(r"\bcdp ([a-z]+)([^`\n|]*)", README)
    named = {name for name, _ in used if name in known}
    assert named == set(known)
    for name, rest in used:
        if name in known:
            assert set(re.findall(r"--[a-z-]+", rest.split("#")[0])) <= known[name], f"cdp {name} {rest}"


def test_every_published_table_and_column_is_named() -> None:
    told = {cells[0].strip("`"): cells[2] for cells in rows("Published tables")}
    assert set(told) == {table.name for table in (*TABLES, *VIEWS)}
    for table in (*TABLES, *VIEWS):
        for column in table.columns:
            assert column.name in told[table.name], f"{table.name}.{column.name}"


def test_every_connector_and_option_is_named() -> None:
    told = {cells[0].strip("`"): set(re.findall(r"`(\w+)`", cells[1])) for cells in rows("Connectors")}
    assert set(told) == set(KINDS)
    for kind, options in told.items():
        assert options <= set(KINDS[kind].Config.model_fields), kind


def test_every_configuration_file_rule_and_holding_is_named() -> None:
    assert {cells[0].strip("`") for cells in rows("Configuration files")} == {*FILES, "sources/*.yml"}
    assert all(f"`{rule}`" in README for rule in Rule)
    assert all(f"`{holding}`" in README for holding in Holding)


def test_exit_codes_are_those_of_the_errors() -> None:
    section = README.split("| code | meaning |", 1)[1].split("\n\n", 1)[0]
    told = {int(code) for code in re.findall(r"^\| (\d) \|", section, re.MULTILINE)}
    made = {
        each.exit_code for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.CdpError)
    }
    assert told == made | {0}
