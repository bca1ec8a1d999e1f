"""An object store: which objects there are, and fetching one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.contract import SourceUnreachable
from connectors.variables import filled_in

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_RETRIES = 4
"""Further attempts, with growing waits, when the store does not answer or is busy."""
_WILDCARD = re.compile(r"[*?\[]")
_GLOB = re.compile(r"(?P<folders>\*\*/)|(?P<any>\*+)|(?P<one>\?)|(?P<set>\[[^\]]+\])|(?P<plain>.)", re.DOTALL)


@dataclass(frozen=True)
class StoredObject:
    """An object as the store lists it."""

    key: str
    tag: str
    """Entity tag: another one once the content is another."""


class Bucket:
    """The store that an address names, and the keys that it asks for."""

    def __init__(self, url: str, endpoint: str | None, options: Mapping[str, str]) -> None:
        scheme, _, rest = url.partition("://")
        bucket, _, self._pattern = rest.partition("/")
        self.name = url
        settings = {name: filled_in(text, "options") for name, text in options.items()}
        self._store = _opened(f"{scheme}://{bucket or '/'}", endpoint, settings)

    def objects(self) -> list[StoredObject]:
        """List the objects asked for, by key; hidden ones are left out. Raises SourceUnreachable if there is none."""
        fixed = _WILDCARD.split(self._pattern, maxsplit=1)[0]
        folder = fixed.rpartition("/")[0]
        wanted = _expression(self._pattern)
        with self._asking():
            import obstore

            listed = [each for batch in obstore.list(self._store, folder or None) for each in batch]
        exact = [each for each in listed if each["path"] == self._pattern]
        found = exact or [each for each in listed if wanted.fullmatch(each["path"]) and each["size"]]
        shown = [each for each in found if not each["path"].rpartition("/")[2].startswith(".")]
        if not shown:
            raise SourceUnreachable(f"{self.name}: there is no such object", "mend `url` or put the files there")
        return sorted((StoredObject(each["path"], _tag(each)) for each in shown), key=lambda each: each.key)

    def head(self, key: str, size: int) -> bytes:
        """Return the first bytes of an object."""
        import obstore

        with self._asking():
            return bytes(obstore.get(self._store, key, options={"range": (0, size)}).bytes())

    def fetch(self, key: str, target: Path) -> None:
        """Write the content of an object to a file."""
        import obstore

        with self._asking(), target.open("wb") as writer:
            for part in obstore.get(self._store, key).stream():
                writer.write(part)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn what the store says into SourceUnreachable; its own words may hold addresses and keys."""
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, FileNotFoundError, PermissionError) as error:
            reason = type(error).__name__
            remedy = "mend `url`, `endpoint` or the credentials, or try again later"
            raise SourceUnreachable(f"{self.name}: the store does not give it ({reason})", remedy) from None


def _opened(url: str, endpoint: str | None, settings: dict[str, str]) -> ObjectStore:
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ImportError:
        raise SourceUnreachable("object stores need a library that is not here", "pip install 'cdp[s3]'") from None
    plain: Any = {"allow_http": True} if endpoint and endpoint.startswith("http://") else None
    given: Any = {**settings, **({"endpoint": endpoint} if endpoint else {})}
    try:
        return from_url(url, config=given, client_options=plain, retry_config={"max_retries": _RETRIES})
    except (BaseError, ValueError) as error:
        reason = type(error).__name__
        raise SourceUnreachable(f"{url}: no object store ({reason})", "mend `url` or `options`") from None


def _tag(listed: Mapping[str, Any]) -> str:
    return listed["e_tag"] or f"{listed['last_modified'].isoformat()} {listed['size']}"


def _expression(pattern: str) -> re.Pattern[str]:
    """Return what a glob matches; a pattern without wildcards matches the objects directly below it."""
    if not _WILDCARD.search(pattern):
        folder = re.escape(pattern.rstrip("/") + "/" if pattern.rstrip("/") else "")
        return re.compile(f"{folder}[^/]+")
    shapes = {"folders": "(?:.*/)?", "any": "[^/]*", "one": "[^/]"}
    parts = (
        shapes.get(found.lastgroup or "") or (found[0] if found["set"] else re.escape(found[0]))
        for found in _GLOB.finditer(pattern)
    )
    return re.compile("".join(parts))
