"""What pydantic finds wrong with a value, in the words of somebody who writes YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "there is no such key",
    "string_type": "must be text; put a number or true/false in quotes",
    "string_too_short": "must not be empty",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be keys with values (`key: value`)",
    "model_type": "must be keys with values (`key: value`)",
    "model_attributes_type": "must be keys with values (`key: value`)",
    "path_type": "must be a path",
    "too_short": "must have {min_length} at least",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "union_tag_not_found": "does not say its {discriminator}",
    "union_tag_invalid": "{tag!r} is unknown; there are {expected_tags}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
}


def fault_in_words(error: Mapping[str, Any]) -> str:
    """Return what is wrong, given one of `ValidationError.errors()`: its type, its context and its message."""
    words = _WORDS.get(error["type"])
    if words is None:
        return str(error["msg"]).removeprefix("Value error, ")
    return words.format_map(error.get("ctx", {}))
