"""What is new in a mail, told apart from the history it quotes and from signatures."""

from __future__ import annotations

import re

_DAY = r"\d{4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}"
_SENDER = r"(?:From|보낸\ ?사람|差出人)[:：]"
_NEXT_HEADER = r"(?:Sent|Date|To|보낸\ ?날짜|날짜|받는\ ?사람|送信日時|日時|宛先)[:：]"
_BEFORE_MESSAGE = (
    r"Original\ Message|Forwarded\ message|원본\ 메[시세]지|전달된\ 메[시세]지|元のメッセージ|転送メッセージ"
)
_HISTORY = re.compile(
    rf"""^[ \t]*(?:
        -{{2,}}[ ]?(?:{_BEFORE_MESSAGE})[ ]?-{{2,}}
      | On\ [^\n]{{6,200}}(?:\n[^\n]{{0,120}})?\bwrote:[ \t]*$
      | {_DAY}[^\n]{{0,200}}(?:\n[^\n]{{0,120}})?<[^>\n]+@[^>\n]+>[^\n]{{0,20}}[:：]
      | {_DAY}[^\n]{{0,200}}(?:님이\ 작성|のメッセージ)[:：]
      | _{{8,}}[ \t]*\n(?=[ \t]*{_SENDER})
      | {_SENDER}[^\n]+\n(?:[^\n]+\n)?{_NEXT_HEADER}
    )[ \t]*""",
    re.VERBOSE | re.MULTILINE,
)
"""Where the history begins that mail programs put below an answer, in English, Korean and Japanese."""
_SIGNATURE = re.compile(
    r"^(?:--[ ]?$|[ \t]*(?:Sent from my |Get Outlook for |나의 \S+에서 보냄|\S+에서 보냄$|\S+から送信))", re.MULTILINE
)
"""Where a signature begins: the two hyphens of RFC 3676, or what telephones put there."""


def split_quoted(body: str) -> tuple[str, str]:
    """Return what is new in the text of a mail, and all else: lines after `>`, the history below, the signature."""
    found = [match.start() for pattern in (_HISTORY, _SIGNATURE) if (match := pattern.search(body))]
    end = min(found, default=len(body))
    new: list[str] = []
    quoted: list[str] = []
    for line in body[:end].split("\n"):
        (quoted if line.lstrip().startswith(">") else new).append(line)
    return _tidy("\n".join(new)), _tidy("\n".join([*quoted, body[end:]]))


def _tidy(text: str) -> str:
    """Return the text without blanks at line ends and around it, and with one blank line at most in a row."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t\u00a0]+\n", "\n", f"{text}\n")).strip()
