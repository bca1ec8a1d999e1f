"""SQL expressions in the configuration: what they may hold, and how they are read."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import sqlglot
from sqlglot import Token, TokenType, exp

from cdp.database import Database

_CLOCK = {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
"""Functions that are called without brackets."""
_NAMES = (TokenType.IDENTIFIER, TokenType.STRING)


def checked_expression(sql: str) -> str:
    """Return an expression over the columns of one row without its comments.

    Raises ValueError unless it gives one value that depends on nothing but the row: no query, aggregate or parameter,
    no function that gives several rows, and none that differs from call to call (random, now) or reads anything else.
    """
    tree, tokens = parsed(sql), _tokens(sql)
    more = tree.find(exp.Query, exp.Table, exp.AggFunc, exp.Window, exp.Placeholder, exp.Parameter)
    if more or isinstance(tree, (exp.Command, exp.DDL, exp.DML)):
        raise ValueError(f"only a simple expression over the columns of one row is allowed: {sql}")
    if refused := sorted(_called(tokens) & _refused_functions()):
        raise ValueError(f"{', '.join(refused)}: the value must depend on the columns of its row alone: {sql}")
    return _without_comments(sql, tokens)


def parsed(sql: str) -> exp.Expr:
    """Return the syntax tree of an expression; raises ValueError when it is none, or more than one."""
    try:
        trees = sqlglot.parse(sql, dialect="duckdb")
    except sqlglot.errors.SqlglotError as fault:
        raise ValueError(f"not a SQL expression: {sql}") from fault
    if len(trees) != 1 or trees[0] is None or any(each.token_type is TokenType.SEMICOLON for each in _tokens(sql)):
        raise ValueError(f"give one SQL expression, without a semicolon: {sql}")
    return trees[0]


def _tokens(sql: str) -> list[Token]:
    return sqlglot.tokenize(sql, dialect="duckdb")


def _called(tokens: list[Token]) -> set[str]:
    """Names of the functions that an expression calls, lower case."""
    calls = {name.text.lower() for name, after in pairwise(tokens) if after.token_type is TokenType.L_PAREN}
    return calls | {each.text.lower() for each in tokens if each.token_type not in _NAMES} & _CLOCK


def _without_comments(sql: str, tokens: list[Token]) -> str:
    text, end = "", 0
    for token in tokens:
        text += (" " if token.start > end else "") + sql[token.start : token.end + 1]
        end = token.end + 1
    return text.strip()


@cache
def _refused_functions() -> frozenset[str]:
    """Names of the functions that are not determined by one row, as the engine itself declares them."""
    with Database() as db:
        unstable = {name for (name,) in db.rows(_UNSTABLE)} | _CLOCK
        macros = db.rows("select function_name, macro_definition from duckdb_functions() where function_type = 'macro'")
    wrapped = {name for name, sql in macros if unstable & set(re.findall(r"\w+", sql.lower()))}
    return frozenset(unstable | wrapped)


_UNSTABLE = """
select distinct lower(function_name) from duckdb_functions()
where function_type = 'scalar' and stability <> 'CONSISTENT'
   or function_type in ('table', 'table_macro')
      and function_name not in (select function_name from duckdb_functions() where function_type = 'scalar')
"""
