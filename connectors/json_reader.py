"""Reads the records of a JSON document one after another, as written, without holding the document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from connectors.contract import SourceUnreadable
from connectors.json_objects import refuse_constant
from connectors.json_path import EACH, Step

LONGEST_VALUE = 16 << 20
"""Characters that one record, or one value beside the records, may have."""
_NEAR_THE_END = 16
"""Characters before the end of what has been read in which a fault may only mean that more is to come."""
_CUT_NUMBER = len("e+")
"""Characters behind a number that may be the middle of a longer one."""
_DECODER = json.JSONDecoder(parse_constant=refuse_constant)
_WHITE_SPACE = " \t\r\n"
_NO_WHITE_SPACE = re.compile(r"[^ \t\r\n]")


class JsonReader:
    """Goes through the JSON values in a text that comes in blocks."""

    def __init__(self, unit: str, blocks: Iterator[str]) -> None:
        self._unit, self._blocks = unit, blocks
        self._text, self._at = "", 0
        self._line, self._column = 1, 1
        self._found = False

    def records(self, steps: Sequence[Step]) -> Iterator[str]:
        """Yield the text of each record: the elements of the array at the end of the path, or what else is there.

        Several documents after another are read as one. Raises SourceUnreadable, with line and column, where the text
        is no JSON, and when no document has what the path names.
        """
        path = list(steps) if steps and steps[-1] is EACH else [*steps, EACH]
        any_document = False
        while self._peek():
            any_document = True
            yield from self._below(path)
        if any_document and not self._found:
            names = ".".join(step for step in steps if step is not EACH)
            raise SourceUnreadable(f"{self._unit}: there is nothing at $.{names}", "mend the path to the records")

    def _below(self, path: Sequence[Step]) -> Iterator[str]:
        mark = self._peek()
        if path == [EACH] and mark == "[":
            self._found = True
            for _ in self._elements():
                yield self._value()
        elif path[0] is EACH and mark == "[":
            for _ in self._elements():
                yield from self._below(path[1:])
        elif path == [EACH]:
            self._found = True
            value = self._value()
            if value != "null":
                yield value
        elif path[0] is not EACH and mark == "{":
            for name in self._names():
                if name == path[0]:
                    yield from self._below(path[1:])
                else:
                    self._pass_over()
        else:
            self._pass_over()

    def _elements(self) -> Iterator[None]:
        """Stand before each element of the array that begins here, then behind the array."""
        self._at += 1
        if self._is_closed("]"):
            return
        while True:
            yield
            if self._is_closed("]"):
                return
            self._expect(",")

    def _names(self) -> Iterator[str]:
        """Tell the name of each member of the object that begins here, standing before its value."""
        self._at += 1
        if self._is_closed("}"):
            return
        while True:
            if self._peek() != '"':
                raise self._broken(self._at, "a name is missing")
            name = json.loads(self._value())
            self._expect(":")
            yield name
            if self._is_closed("}"):
                return
            self._expect(",")

    def _is_closed(self, mark: str) -> bool:
        if self._peek() != mark:
            return False
        self._at += 1
        return True

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._broken(self._at, f"`{mark}` is missing")
        self._at += 1

    def _pass_over(self) -> None:
        """Go behind the value that begins here; a large array or object is not held as a whole."""
        match self._peek():
            case "[":
                for _ in self._elements():
                    self._value()
            case "{":
                for _ in self._names():
                    self._value()
            case _:
                self._value()

    def _value(self) -> str:
        """Return the text of the value that begins here, and go behind it."""
        self._peek()
        while True:
            try:
                _, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                place = getattr(error, "pos", self._at)
                cut = place >= len(self._text) - _NEAR_THE_END or str(error).startswith("Unterminated string")
                if not (cut and self._fill()):
                    raise self._broken(place, "this is no JSON") from None
                continue
            if end + _CUT_NUMBER >= len(self._text) and self._fill():
                continue
            value, self._at = self._text[self._at : end], end
            return value

    def _peek(self) -> str:
        """Return the next character that is no white space, and go before it; empty at the end of the text."""
        while True:
            mark = self._text[self._at : self._at + 1]
            if mark and mark not in _WHITE_SPACE:
                return mark
            rest = _NO_WHITE_SPACE.search(self._text, self._at)
            self._at = rest.start() if rest else len(self._text)
            if self._at == len(self._text) and not self._fill():
                return ""

    def _fill(self) -> bool:
        """Read on, forgetting what has been used; tell whether there was more."""
        if len(self._text) - self._at > LONGEST_VALUE:
            raise self._broken(self._at, f"a value is longer than {LONGEST_VALUE >> 20} MiB, or never ends")
        more = next(self._blocks, "")
        if not more:
            return False
        self._line, self._column = self._place(self._at)
        self._text, self._at = self._text[self._at :] + more, 0
        return True

    def _place(self, at: int) -> tuple[int, int]:
        """Return line and column of a character of the text at hand, both from 1."""
        lines = self._text.count("\n", 0, at)
        column = at - self._text.rfind("\n", 0, at) if lines else self._column + at
        return self._line + lines, column

    def _broken(self, at: int, what: str) -> SourceUnreadable:
        line, column = self._place(min(at, len(self._text)))
        told = "the document is cut off" if at >= len(self._text) else what
        return SourceUnreadable(f"{self._unit}, line {line}, column {column}: {told}", "mend it or export it again")
