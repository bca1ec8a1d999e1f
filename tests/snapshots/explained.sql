create or replace temp table explained as
    with met as (
        select distinct rid_l, rid_r
        from match
        join link_value l on l.rid = rid_l
        join link_value r on r.rid = rid_r and r.entity_kind = l.entity_kind
        where (l."email" = r."email") or (l."given" = r."given" and l."city" = r."city")
    )
    select match.rid_l, match.rid_r, weight, class_weight, evidence, met.rid_l is not null as meets_rule
    from match left join met using (rid_l, rid_r)
