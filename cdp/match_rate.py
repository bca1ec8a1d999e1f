"""How many of the records that a partner sent were found to be people of ours, and what by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cdp.database import quote
from cdp.errors import UsageError

if TYPE_CHECKING:
    from cdp.config import Config
    from cdp.store import Store

MOST_WAYS = 12
"""Combinations of identifiers that are told, the most frequent first."""


@dataclass(frozen=True)
class MatchRate:
    """What came of the records of one source in a published version."""

    source: str
    party: str
    version: str
    sent: int
    """Records of the source that count: landed, not withdrawn, under a valid licence."""
    matched: int
    """Those of them whose person has a record of a first-party source."""
    people: int
    """People of first-party sources who got a record of the source."""
    identifiers: list[dict[str, Any]]
    """Per attribute that the source sends: attribute, sent (records that have it), matched (of these)."""
    ways: list[dict[str, Any]]
    """Per combination of what agreed in a record's best match with a first-party record: by, records."""

    @property
    def rate(self) -> float | None:
        """Share of the records that were matched; None when there are none."""
        return self.matched / self.sent if self.sent else None


def match_rate(store: Store, config: Config, source: str) -> MatchRate:
    """Return the match rate of a source in a version; raises UsageError when no source of records is called so.

    A record with no match of its own with a first-party record, whose person came by way of other records, is counted
    under `other records`.
    """
    declared = next((each for each in config.sources if each.source == source and each.record), None)
    if declared is None:
        known = ", ".join(each.source for each in config.sources if each.record and each.party != "first")
        raise UsageError(f"there is no source of records {source}", f"choose one of {known}" if known else "declare it")
    ours = [each.source for each in config.sources if each.party == "first" and each.source != source]
    store.connection.execute(_OWN, {"source": source, "ours": ours})
    [total] = store.rows(_TOTAL)
    mapped = {*declared.attributes, *(part for address in declared.address for part in address.parts)}
    columns = [name for name in store.table("record").columns if name in mapped]
    counts = [_identifier_sql(name) for name in columns]
    told = store.rows(" union all ".join(counts), {"source": source}) if counts else []
    ways = store.rows(_WAYS, {"source": source, "ours": ours, "most": MOST_WAYS})
    return MatchRate(source, declared.party.value, store.manifest.version, **total, identifiers=told, ways=ways)


_OWN = """
create or replace temp table sent_record as
with known as (select distinct golden_id from membership where list_contains($ours, source))
select record_id, golden_id, known.golden_id is not null as matched
from membership left join known using (golden_id)
where source = $source
"""
_TOTAL = """
select count(*) as sent, count(*) filter (matched) as matched, count(distinct golden_id) filter (matched) as people
from sent_record
"""
_WAYS = """
with met as (
    select record_id_l as record_id, source_r as source, record_id_r as other, weight, kind, evidence
    from match where source_l = $source
    union all
    select record_id_r, source_l, record_id_l, weight, kind, evidence from match where source_r = $source
),
best as (
    select met.record_id, kind, evidence
    from met
    join sent_record using (record_id)
    join membership
      on membership.source = met.source and membership.record_id = met.other
     and membership.golden_id = sent_record.golden_id
    where list_contains($ours, met.source)
    qualify row_number() over (partition by met.record_id order by weight desc, met.source, met.other, kind) = 1
),
told as (
    select record_id,
           case when kind <> 'probabilistic' then kind
                else list_aggregate(
                    list_sort(list_filter(map_keys(evidence), lambda each: evidence[each] > 0)), 'string_agg', ' + '
                ) end as agreed
    from best
)
select coalesce(nullif(agreed, ''), 'other records') as by, count(*) as records
from sent_record left join told using (record_id)
where matched
group by 1 order by records desc, 1 limit $most
"""


def _identifier_sql(attribute: str) -> str:
    return f"""
    select '{attribute}' as attribute, count(*) as sent, count(*) filter (matched) as matched
    from record join sent_record using (record_id)
    where record.source = $source and record.nth = 0 and {quote(attribute)} is not null
    """
