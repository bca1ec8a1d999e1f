"""HTML as the text that a reader sees, with `> ` before what is quoted."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "hr", "pre"}
_UNSEEN = {"style", "script", "head", "title"}


def html_text(html: str) -> str:
    """Return the text of an HTML document or fragment; broken markup is read as far as it goes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[int, list[str]]] = [(0, [])]
        self._quotes = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._quotes += tag == "blockquote"
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self._lines.append((self._quotes, []))
        if tag in {"td", "th"}:
            self._lines[-1][1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._quotes -= tag == "blockquote" and self._quotes > 0
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self._lines.append((self._quotes, []))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._lines[-1][1].append(data)

    def text(self) -> str:
        """Return the lines that hold something, white space as a browser shows it."""
        shown = ((quotes, re.sub(r"\s+", " ", "".join(parts)).strip()) for quotes, parts in self._lines)
        return "\n".join(f"{'> ' * quotes}{line}" for quotes, line in shown if line)
