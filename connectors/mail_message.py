"""One e-mail message: its headers decoded, its text whatever it came as, its attachments by name."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from connectors.encoding import codec_name
from connectors.encoding_guess import guess
from connectors.mail_html import html_text
from connectors.mail_quotes import split_quoted

_ALIASES = {"ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "x-windows-949": "cp949", "x-sjis": "cp932"}
"""Names of encodings that mail programs write and Python does not know."""
_NEEDED = ("from", "date", "message-id", "subject")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?)")


@dataclass(frozen=True)
class Mail:
    """What a message holds; None where it does not say."""

    message_id: str | None
    time: str | None
    """ISO 8601 with the offset that the sender gave; as received where it is no date."""
    from_name: str | None
    from_mail: str | None
    to: list[str]
    """Addresses of `To` and `Cc`."""
    subject: str | None
    text: str
    """What is new."""
    quoted: str
    """The history that it quotes, and the signature."""
    in_reply_to: str | None
    attachments: list[str]
    """Names of what is attached, its type where it has no name; the content is left."""


def read_mail(raw: bytes) -> Mail | None:
    """Read a message as lenient as mail programs do; None when it has no header of a mail."""
    message = email.message_from_bytes(raw)
    headers = {name.lower(): value for name, value in reversed(list(message.raw_items()))}
    if not any(name in headers for name in _NEEDED):
        return None
    sender = next(iter(_addresses(headers.get("from"))), (None, None))
    to = [address for name in ("to", "cc") for _, address in _addresses(headers.get(name)) if address]
    text, quoted = split_quoted(_body(message))
    return Mail(
        message_id=_id(headers.get("message-id")),
        time=_time(headers.get("date")),
        from_name=sender[0],
        from_mail=sender[1],
        to=to,
        subject=_decoded(headers.get("subject")),
        text=text,
        quoted=quoted,
        in_reply_to=_id(headers.get("in-reply-to")),
        attachments=[_name(part) for part in _parts(message) if not _is_text(part)],
    )


def _id(header: str | None) -> str | None:
    found = re.search(r"<([^<>\s]+)>", header or "")
    return found[1] if found else (header or "").strip() or None


def _time(header: str | None) -> str | None:
    try:
        return parsedate_to_datetime(header or "").isoformat()
    except (ValueError, TypeError, IndexError):
        return _decoded(header)


def _addresses(header: str | None) -> list[tuple[str | None, str | None]]:
    """Return name and address (in small letters) of each; names are decoded last, for they may hold commas."""
    found = getaddresses([header.replace("\n", " ").replace("\r", " ")]) if header else []
    return [(_decoded(name), address.lower()) for name, address in found if "@" in address]


def _decoded(header: str | None) -> str | None:
    """Return a header without the encodings of RFC 2047; bytes that nobody declared are guessed."""
    if not header:
        return None
    joined = _BETWEEN_WORDS.sub(r"\1\2", header)
    parts = [
        decoded(part, charset) if isinstance(part, bytes) else decoded(part.encode("utf-8", "surrogateescape"), charset)
        for part, charset in _words(joined)
    ]
    return " ".join("".join(parts).split()) or None


def _words(header: str) -> list[tuple[bytes | str, str | None]]:
    try:
        return decode_header(header)
    except (ValueError, email.errors.HeaderParseError):
        return [(header, None)]


def decoded(raw: bytes, charset: str | None) -> str:
    """Decode bytes as declared; where that does not fit as UTF-8 or as it can be guessed, never with an error."""
    for name in (charset, "utf-8"):
        if name and (text := _tried(raw, name)) is not None:
            return text
    codec = guess(iter([raw])) or "cp1252"
    return raw.decode(codec, "replace")


def _tried(raw: bytes, charset: str) -> str | None:
    try:
        name = codec_name(_ALIASES.get(charset.lower(), charset))
        return raw.decode("iso2022_jp_ext" if name == "iso2022_jp" else name)
    except (ValueError, LookupError):
        return None


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something; a message inside the message is one of them and not looked into."""
    if not message.is_multipart() or message.get_content_type() == "message/rfc822":
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _is_text(part: Message) -> bool:
    is_attached = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return not is_attached and part.get_content_type() in {"text/plain", "text/html"}


def _name(part: Message) -> str:
    return _decoded(part.get_filename()) or part.get_content_type()


def _body(message: Message) -> str:
    """Return the plain text; where there is none, that of the HTML."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in filter(_is_text, _parts(message)):
        raw = part.get_payload(decode=True)
        content = decoded(raw, part.get_content_charset()) if isinstance(raw, bytes) else ""
        texts[part.get_content_type()].append(content.replace("\r\n", "\n"))
    plain = "\n".join(texts["text/plain"])
    return plain if plain.strip() else html_text("\n".join(texts["text/html"]))
