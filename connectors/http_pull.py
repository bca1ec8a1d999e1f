"""Pulls the pages of a web service into one delivery."""

from __future__ import annotations

import hashlib
import json
import shutil
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.contract import SourceUnreadable
from connectors.delivery import LazyDelivery
from connectors.files import SourceFile, fingerprint
from connectors.http_client import HttpClient, Refused
from connectors.http_mark import HttpMark, later, seen
from connectors.http_pages import PageRequest, first_page, next_page, value_at
from connectors.http_spool import Progress, Spool, records_file
from connectors.json_path import steps_of
from connectors.json_reader import JsonReader
from connectors.jsonl import read_lines

if TYPE_CHECKING:
    from connectors.http_json import HttpJsonConfig


def pull_pages(config: HttpJsonConfig, base: Path, cursors: Mapping[str, str]) -> LazyDelivery:
    """Pull all pages, or those that a pull within the hour did not come to; return the delivery of their records.

    What is pulled lies in `cache/http_json` below `base` until the delivery is let go. The cursor is the largest value
    of the incremental field, or else the fingerprint of all records.
    """
    with HttpClient(config) as client:
        unit = client.url.path
        before = HttpMark.from_json(cursors.get(unit)) if config.incremental else None
        with Spool(base / "cache" / "http_json" / _key(config, before)) as spool:
            mark = _Pull(config, client, spool, before).run()
            folder = spool.taken()
    file = SourceFile(records_file(folder), unit)
    cursor = mark.to_json() if mark else fingerprint(file)
    read = partial(read_lines, file)
    delivery = LazyDelivery(unit, cursor, cursors.get(unit), read, continued=before is not None)
    weakref.finalize(delivery, shutil.rmtree, folder, ignore_errors=True)
    return delivery


class _Pull:
    """Goes from page to page."""

    def __init__(self, config: HttpJsonConfig, client: HttpClient, spool: Spool, before: HttpMark | None) -> None:
        self._config, self._client, self._spool, self._before = config, client, spool, before
        self._steps = steps_of(config.records)

    def run(self) -> HttpMark | None:
        """Keep all pages in the spool; return how far that reads, None without an incremental field."""
        start = Progress(first_page(self._config.pagination))
        kept = self._spool.progress()
        try:
            done = self._pages(kept or start)
        except Refused:
            if kept is None:
                raise
            done = self._pages(start)
        return later(self._before, done.mark)

    def _pages(self, progress: Progress) -> Progress:
        while (page := progress.page) is not None:
            answer = self._client.page(page.link, {} if page.link else {**self._since(), **page.parameters})
            records = list(JsonReader(self._client.name, iter([answer.text])).records(self._steps))
            following = next_page(self._config.pagination, page, answer, len(records))
            progress = self._spool.add(records, self._after(progress, page, following, records))
        return progress

    def _since(self) -> dict[str, str]:
        incremental = self._config.incremental
        since = self._before.largest if self._before else incremental.first if incremental else None
        return {} if incremental is None or since is None else {incremental.parameter: str(since)}

    def _after(
        self, progress: Progress, page: PageRequest, following: PageRequest | None, records: Sequence[str]
    ) -> Progress:
        """Return the progress that a page makes. Raises SourceUnreadable when the pages go round in circles."""
        asked, last = [*progress.asked, _fingerprint([page.link, page.parameters])], _fingerprint(records)
        again = following is not None and _fingerprint([following.link, following.parameters]) in asked
        if again or (records and last == progress.last):
            raise SourceUnreadable(
                f"{self._client.name}: it gives the same page again and again", "mend `pagination`, or leave it out"
            )
        return replace(progress, page=following, mark=self._mark(progress.mark, records), asked=asked, last=last)

    def _mark(self, mark: HttpMark | None, records: Sequence[str]) -> HttpMark | None:
        if incremental := self._config.incremental:
            for record in records:
                mark = seen(mark, value_at(json.loads(record), incremental.field), record)
        return mark


def _fingerprint(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _key(config: HttpJsonConfig, before: HttpMark | None) -> str:
    """Name what is pulled: the settings, and from where on."""
    told = config.model_dump_json() + (before.to_json() if before else "")
    return hashlib.sha256(told.encode()).hexdigest()[:32]
