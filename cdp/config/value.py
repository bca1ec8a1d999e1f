"""A value in a mapping: where an attribute of a record comes from, compiled to one SQL expression."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from sqlglot import exp

from cdp.config.expression import checked_expression, parsed
from cdp.database import literal, quote

JSON_COLUMN = "json"
"""Column of sources that deliver JSON lines; a path without a column reads it."""
ELEMENT = "_element"
"""Name of the list element inside an event that is made once per element; a path starting with `@` reads it."""
Expression = Annotated[str, AfterValidator(checked_expression)]
"""SQL expression over the columns of one row."""


def _text(given: Any) -> Any:
    return str(given).lower() if isinstance(given, bool) else str(given) if isinstance(given, (int, float)) else given


class Value(BaseModel):
    """One way to get a value. Short forms: a column name, a JSON path `$.a.b`, or `@.a` inside `each`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = Field(None, description="Column of the source.")
    path: str | None = Field(
        None,
        description="JSON path: `$.a.b` reads the JSON line (or `column`); `@.a` reads the element of `each`; "
        "`[*]` gives several values.",
    )
    constant: Annotated[str | None, BeforeValidator(_text)] = Field(None, description="The same text for every row.")
    sql: Expression | None = Field(None, description="SQL expression over the columns of one row; no subquery.")
    split: str | None = Field(None, description="Cut the text at this separator …")
    part: int | None = Field(None, description="… and take this part: 1 is the first, -1 the last.")

    @model_validator(mode="after")
    def _one_way(self) -> Value:
        ways = [way for way in ("column", "path", "constant", "sql") if getattr(self, way) is not None]
        if ways not in (["column"], ["path"], ["constant"], ["sql"], ["column", "path"]):
            raise ValueError("give one of column, path, constant or sql (path may name a column)")
        if (self.split is None) != (self.part is None):
            raise ValueError("split and part go together")
        if self.part == 0:
            raise ValueError("part counts from 1 (or -1 for the last)")
        if self.path is not None and not self.path.startswith(("$", "@")):
            raise ValueError("a path starts with $ (the row) or @ (the element of each)")
        return self

    @property
    def several(self) -> bool:
        """True when the expression gives a list of texts instead of one."""
        return self.path is not None and "[*]" in self.path and self.split is None

    @property
    def expression(self) -> str:
        """SQL expression for the value as text (or list of texts when `several`); blank text counts as no value."""
        if self.several:
            return self._plain
        text = f"cast({self._plain} as varchar)"
        if self.split is not None:
            text = f"split_part({text}, {literal(self.split)}, {self.part})"
        return f"nullif(trim({text}), '')"

    @property
    def columns(self) -> set[str]:
        """Columns of the source that the value reads."""
        if self.sql is not None:
            return columns_of(self.sql)
        if self.constant is not None or (self.path or "").startswith("@"):
            return set()
        return {self.column or JSON_COLUMN}

    @property
    def _plain(self) -> str:
        if self.constant is not None:
            return literal(self.constant)
        if self.sql is not None:
            return f"({self.sql})"
        if self.path is None:
            return quote(self.column or "")
        holder = ELEMENT if self.path.startswith("@") else self.column or JSON_COLUMN
        return f"json_extract_string({quote(holder)}, {literal('$' + self.path[1:])})"


def _spelled_out(given: Any) -> Any:
    if isinstance(given, (int, float, bool)):
        raise ValueError(f"{_text(given)} is no column: for a fixed value write {{constant: {_text(given)}}}")
    if isinstance(given, str):
        return {"path": given} if given.startswith(("$", "@")) else {"column": given}
    return given


AnyValue = Annotated[Value, BeforeValidator(_spelled_out, json_schema_input_type=str | Value)]
"""A `Value`, or its short form."""
Condition = Expression
"""SQL condition over the columns of one row."""


def columns_of(condition: str) -> set[str]:
    """Return the columns of the source that a SQL expression reads."""
    return {column.name for column in parsed(condition).find_all(exp.Column)} - {ELEMENT}
