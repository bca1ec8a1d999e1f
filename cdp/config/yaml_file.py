"""Reads YAML 1.2 into pydantic models; every fault names file, line, key, what was expected and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cdp.config.faults import fault_in_words
from cdp.errors import ConfigError, ConfigProblem

_LARGEST = 100_000
"""Values and lists that a file may hold, aliases counted where they stand."""

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path, model: type[Model], shown_as: str) -> Model:
    """Return the file as a model; `shown_as` is the file's name in messages.

    Raises ConfigError with one problem per fault.
    """
    try:
        tree = _parse(path, shown_as)
        given = _plain(tree, repeat(None, _LARGEST))
    except (RecursionError, StopIteration) as fault:
        problem = ConfigProblem(shown_as, None, "YAML", "is nested or repeated beyond measure", "write it out plainly")
        raise ConfigError([problem]) from fault
    try:
        return model.model_validate({} if given is None else given)
    except ValidationError as fault:
        if given is None:
            empty = ConfigProblem(shown_as, None, "file", "the file is empty", "`cdp schema` describes what it holds")
            raise ConfigError([empty]) from fault
        raise ConfigError([_problem(error, tree, model, shown_as) for error in _leaves(fault)]) from fault


def line_of(path: Path, *keys: str) -> int | None:
    """Return the line (1-based) of a key in a file that was read before; of the last one on the way that is there.

    None where not even the first is.
    """
    if not path.exists():
        return None
    known, line = _walk(_parse(path, path.name), keys)
    return line if known and known[0] == keys[0] and line != 0 else None


def _parse(path: Path, shown_as: str) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as fault:
        raise ConfigError(
            [ConfigProblem(shown_as, None, "file", "is missing", "create it, or run `cdp init`")]
        ) from fault
    except (OSError, UnicodeDecodeError) as fault:
        problem = ConfigProblem(shown_as, None, "file", f"cannot be read ({type(fault).__name__})", "save it as UTF-8")
        raise ConfigError([problem]) from fault
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        raise ConfigError(
            [
                ConfigProblem(
                    shown_as, line, "YAML", str(fault.problem), "check indentation, colons and quotes near this line"
                )
            ]
        ) from fault
    except YAMLError as fault:
        raise ConfigError([ConfigProblem(shown_as, None, "YAML", "is not valid", "check its syntax")]) from fault
    return tree


def _plain(tree: Any, budget: Iterator[None]) -> Any:
    """The tree as plain Python values; an alias stands for all it names, StopIteration when that gets too much."""
    next(budget)
    if isinstance(tree, CommentedMap):
        return {str(key): _plain(value, budget) for key, value in tree.items()}
    if isinstance(tree, CommentedSeq):
        return [_plain(value, budget) for value in tree]
    return tree


def _leaves(fault: ValidationError) -> list[dict[str, Any]]:
    """Errors without the repetition that unions bring: one per place."""
    first: dict[tuple[object, ...], dict[str, Any]] = {}
    for error in fault.errors(include_url=False, include_input=False):
        first.setdefault(tuple(error["loc"]), dict(error))
    return list(first.values())


def _problem(error: dict[str, Any], tree: Any, model: type[BaseModel], shown_as: str) -> ConfigProblem:
    known, line = _walk(tree, error["loc"])
    key = ".".join(known) or "file"
    return ConfigProblem(shown_as, line, key, fault_in_words(error), _remedy(error, known, model))


def _walk(tree: Any, loc: tuple[object, ...]) -> tuple[list[str], int | None]:
    """Follow an error's path through the file as far as it exists there; return the keys and the line (1-based)."""
    known: list[str] = []
    line: int | None = 1
    node = tree
    for step in loc:
        if isinstance(node, CommentedMap) and step in node:
            line = node.lc.key(step)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line = node.lc.item(step)[0] + 1
        else:
            if isinstance(step, str) and step == loc[-1] and step != "[key]":
                known.append(step)
            continue
        known.append(str(step))
        node = node[step]
    return known, line


def _remedy(error: dict[str, Any], known: list[str], model: type[BaseModel]) -> str:
    name = known[-1] if known else ""
    match error["type"]:
        case "missing":
            return f"add `{name}: …`"
        case "union_tag_not_found":
            return f"add `{error['ctx']['discriminator'].strip(chr(39))}: …`; `cdp schema` lists what it may be"
        case "extra_forbidden":
            return _nearest(name, model)
        case "enum" | "literal_error" | "union_tag_invalid":
            return "use one of those"
        case _:
            return "correct the value; `cdp schema` describes every key"


def _nearest(name: str, model: type[BaseModel]) -> str:
    from difflib import get_close_matches

    known = sorted(_field_names(model, set()))
    near = get_close_matches(name, known, n=1)
    return f"did you mean `{near[0]}`?" if near else "remove it; `cdp schema` lists the keys there are"


def _field_names(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[str]:
    if model in seen:
        return set()
    seen.add(model)
    names = set(model.model_fields)
    for schema in model.model_json_schema().get("$defs", {}).values():
        names |= set(schema.get("properties", {}))
    return names
