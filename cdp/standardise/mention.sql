-- mention: what the free text of events mentions; reads event, told_region (source, region) and told_mention (text,
-- region, kind, value, begins, ends, confidence).
create or replace temp table mention as
select
    event.source,
    event.event_id,
    told_mention.kind,
    told_mention.value,
    told_mention.begins,
    told_mention.ends,
    told_mention.confidence
from event
join told_region on told_region.source = event.source
join told_mention on told_mention.text = event.text and told_mention.region = told_region.region
