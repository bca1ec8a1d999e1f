"""Answers what somebody typed, over the search index of a version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cdp.config import Config
from cdp.find.handles import Handles, handles, regions
from cdp.find.hit import Hit, reason
from cdp.find.index import open_index, searchable
from cdp.find.names import How, Names, Reading, typed_words
from cdp.published import Published
from cdp.semantics import HASH_OF
from cdp.store import Store
from cdp.timeline import Owned

ENOUGH = 3
"""So many people found otherwise, and nobody is looked for under a name that is spelled a little differently."""
_SPELLINGS = ("KR", "JP")
"""Countries whose Latin spellings of names are known wherever the company is."""
_LONGEST = 200
"""Letters of a text that are read."""
_NO_NAME = re.compile(r"[\d@]")
"""What is in no name."""
_NO_NUMBER = re.compile(r"[^\d\s()+.\-]")
"""What is in no number."""
_SHORTEST_MAIL, _SHORTEST_NUMBER, _SURE = 8, 8, 3
"""Letters and digits from which a slip is looked for, and last digits that are taken to be right."""
_HOW = {
    How.EXACT: "exact",
    How.BEGINNING: "beginning",
    How.INITIALS: "initials",
    How.ONE_LETTER: "one letter",
    How.TWO_LETTERS: "two letters",
}


class Finder:
    """Finds people of one version; several threads may ask, each with a connection of its own (`Store.beside`)."""

    def __init__(self, store: Store, published: Published, config: Config, folder: Path) -> None:
        """Open the search index of the store's version in `folder`, or make it there first."""
        open_index(store, published, config, folder)
        self._config = config
        self._attributes = searchable(store, config)
        self._hashes = [each for each in self._attributes if config.semantic_type(each).name in HASH_OF]
        rows = store.connection.execute("select word, text, form, part from search.name_word order by word").fetchall()
        self._names = Names(rows, list(dict.fromkeys([*regions(config), *_SPELLINGS])))

    def find(self, store: Store, text: str, limit: int) -> list[Hit]:
        """Return up to `limit` people, the surest first; among equals those known from most records."""
        wanted = text.strip()[:_LONGEST]
        if not wanted:
            return []
        found = self._by_handle(store, wanted, limit)
        if not _NO_NAME.search(wanted):
            found += self._by_name(store, self._names.readings(wanted), limit)
            if len({row["nr"] for row in found}) < min(ENOUGH, limit):
                found += self._by_name(store, self._misspelled(store, wanted), limit)
        return _hits(store, found, limit)

    def people(self, store: Store, golden_ids: Sequence[str]) -> list[Hit]:
        """Return people by their ids, in that order; ids of nobody are left out."""
        rows = store.rows("select nr, golden_id from search.person where golden_id in $ids", {"ids": list(golden_ids)})
        found = [{"nr": row["nr"], "cost": 0, "kind": "golden_id", "how": "exact", "written": None} for row in rows]
        place = {golden_id: nth for nth, golden_id in enumerate(golden_ids)}
        return sorted(_hits(store, found, len(found)), key=lambda hit: place[hit.golden_id])

    def owned(self, store: Store, golden_id: str) -> list[Owned]:
        """Return which events speak of a person."""
        return [Owned(**row) for row in store.rows(_OWNED, {"id": golden_id})]

    def _by_handle(self, store: Store, text: str, limit: int) -> list[dict[str, Any]]:
        wanted = handles(text, self._config, self._attributes)
        rows = store.rows(_BY_ID, {"text": text.lower()})
        rows += store.rows(_EXACT, {"texts": sorted({value for value, _, _ in wanted.exact})})
        ranks = {(value, kind): rank for value, kind, rank in wanted.exact}
        exact = [{**row, "cost": rank} for row in rows if (rank := _rank(row, ranks)) is not None]
        found = exact + _begun(store, wanted, self._hashes, limit) + _of_hash(store, wanted)
        return found or _misspelled_handle(store, text, wanted.begun, limit)

    def _by_name(self, store: Store, readings: Sequence[Reading], limit: int) -> list[dict[str, Any]]:
        """Return the people who meet a reading with a word for every slot of it."""
        rows = [
            (reading, slot, word, int(how))
            for reading, slots in enumerate(readings)
            for slot, words in enumerate(slots)
            for word, how in words.items()
        ]
        if not rows:
            return []
        columns = zip(("reading", "slot", "word", "cost"), zip(*rows, strict=True), strict=True)
        bound = {name: list(values) for name, values in columns}
        found = store.rows(_NAMED, {**bound, "slots": [len(each) for each in readings], "limit": limit})
        return [{**row, "how": _HOW[How(row.pop("worst"))]} for row in found]

    def _misspelled(self, store: Store, text: str) -> list[Reading]:
        """Return the readings of a text with words that differ from the typed ones by a letter or two."""
        words = typed_words(text)
        ways = [words] if len(words) != 1 or len(words[0]) < 2 else [words, [words[0][:1], words[0][1:]]]
        found = [tuple(self._near(store, word) for word in way) for way in ways]
        return [reading for reading in found if reading and all(reading)]

    def _near(self, store: Store, word: str) -> dict[int, How]:
        """Return the words of names within a letter of a typed one, within two of a long one; the same one, too."""
        found: dict[int, How] = {}
        for key in self._names.keys(word):
            bound = {"key": key, "letters": _letters(key), "most": 0 if len(key) < 4 else 1 if len(key) < 8 else 2}
            for row in store.rows(_NEAR, bound):
                how = (How.EXACT, How.ONE_LETTER, How.TWO_LETTERS)[row["off"]]
                found[row["word"]] = min(how, found.get(row["word"], how))
        return found


def _rank(row: dict[str, Any], ranks: dict[tuple[str, str], int]) -> int | None:
    """Return the rank of an exact hit; None where its kind is not what the text would be."""
    if row["kind"] == "golden_id":
        return 0
    if row["kind"] == "record":
        source = row["written"].partition("/")[0]
        return ranks.get((row["text"], "record"), ranks.get((row["text"], f"record {source}")))
    return ranks.get((row["text"], row["kind"]))


def _begun(store: Store, wanted: Handles, hashes: Sequence[str], limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for start in wanted.begun:
        found += store.rows(_BEGUN, {"start": start, "end": start + "\U0010ffff", "hashes": hashes, "limit": limit})
    if wanted.ending:
        found += store.rows(_ENDING, {"start": wanted.ending, "end": wanted.ending + "~", "limit": limit})
    return found


def _misspelled_handle(store: Store, text: str, begun: Sequence[str], limit: int) -> list[dict[str, Any]]:
    """Return who has an e-mail address or a number that differs from the typed one by a letter or two, or a digit.

    The first letters of an address, the country and first digits or the last ones of a number are taken to be right.
    """
    low, digits = text.lower(), "".join(filter(str.isdigit, text)).lstrip("0")
    if "@" in low and len(low) >= _SHORTEST_MAIL:
        return store.rows(_NEAR_MAIL, {"text": low, "start": low[:2], "end": low[:2] + "\U0010ffff", "limit": limit})
    if _NO_NUMBER.search(text) or len(digits) < _SHORTEST_NUMBER:
        return []
    ending = digits[::-1]
    bound = {"digits": ending, "start": ending[:_SURE], "end": ending[:_SURE] + "~", "limit": limit}
    found = store.rows(_NEAR_NUMBER, bound)
    for number in (each for each in begun if each.startswith("+")):
        start = number[: -_SURE - 1]
        found += store.rows(_NEAR_ENDING, {"text": number, "start": start, "end": start + "~", "limit": limit})
    return found


def _of_hash(store: Store, wanted: Handles) -> list[dict[str, Any]]:
    return store.rows(_HASHED, {"hash": wanted.hashed}) if wanted.hashed else []


def _letters(key: str) -> int:
    return sum(1 << (ord(letter) - ord("a")) for letter in set(key))


def _hits(store: Store, found: Iterable[dict[str, Any]], limit: int) -> list[Hit]:
    """Return the best reason for each person, with what is shown of the person."""
    best: dict[int, dict[str, Any]] = {}
    for row in sorted(found, key=lambda row: (row["cost"], row["kind"], row["how"], row["written"] or "")):
        best.setdefault(row["nr"], row)
    chosen = sorted(best.values(), key=lambda row: (row["cost"], row["nr"]))[:limit]
    people = {row.pop("nr"): row for row in store.rows(_PEOPLE, {"people": [row["nr"] for row in chosen]})}
    return [
        Hit(
            **people[row["nr"]],
            found_by=reason(row["kind"], row["how"], row["written"]),
            kind=row["kind"],
            how=row["how"],
            written=row["written"],
            rank=row["cost"],
        )
        for row in chosen
    ]


_OWNED = "select event_key, from_time, to_time, reason from search.owned where golden_id = $id"

_BY_ID = """
select nr, 'golden_id' as kind, 'exact' as how, null as written, golden_id as text
from search.person where golden_id = $text
"""

_EXACT = """
select nr, kind, 'exact' as how, written, text from search.handle where text in $texts
"""

_BEGUN = """
select nr, 10 as cost, kind, 'beginning' as how, written from search.handle
where text >= $start and text < $end and kind not in $hashes order by nr limit $limit
"""

_ENDING = """
select nr, 11 as cost, kind, 'last digits' as how, null as written from search.ending
where reversed >= $start and reversed < $end order by nr limit $limit
"""

_NEAR_MAIL = """
select nr, 12 as cost, kind, if(damerau_levenshtein(text, $text) = 1, 'one letter', 'two letters') as how,
       null as written
from search.handle
where text >= $start and text < $end and contains(text, '@')
  and abs(length(text) - length($text)) <= 2 and damerau_levenshtein(text, $text) <= 2
order by damerau_levenshtein(text, $text), nr limit $limit
"""

_NEAR_NUMBER = """
select nr, 12 as cost, kind, 'one digit' as how, null as written
from search.ending
where reversed >= $start and reversed < $end
  and damerau_levenshtein(left(reversed, length($digits)), $digits) = 1
order by nr limit $limit
"""

_NEAR_ENDING = """
select nr, 12 as cost, kind, 'one digit' as how, null as written
from search.handle
where text >= $start and text < $end and length(text) = length($text) and damerau_levenshtein(text, $text) = 1
order by nr limit $limit
"""

_HASHED = """
select nr, 4 as cost, kind, 'exact' as how, null as written from search.handle
where kind not in ('record', 'order number') and sha256(text) = $hash
"""

_NAMED = """
with wanted as (
  select unnest($reading) as reading, unnest($slot) as slot, unnest($word) as word, unnest($cost) as cost
),
met as (
  select wanted.reading, wanted.slot, name_of.nr, min(wanted.cost) as cost
  from wanted join search.name_of as name_of on name_of.word = wanted.word
  group by wanted.reading, wanted.slot, name_of.nr
),
whole as (
  select reading, nr, sum(cost) as cost, max(cost) as worst
  from met group by reading, nr having count(*) = list_extract($slots, reading + 1)
)
select nr, 5 + min(cost) as cost, arg_min(worst, cost) as worst, 'name' as kind, null as written
from whole group by nr order by cost, nr limit $limit
"""

_NEAR = """
select word, damerau_levenshtein(text, $key) as off from search.name_word
where form = 'key' and bit_count(xor(letters, $letters)) <= 2 * $most
  and length(text) between length($key) - $most and length($key) + $most
  and damerau_levenshtein(text, $key) <= $most
"""

_PEOPLE = """
select nr, golden_id, "name", reading, birth_date, city, household_id, members, last_purchase, records, sources
from search.person where nr in $people
"""
