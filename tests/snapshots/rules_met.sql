select rid_l, rid_r, bit_or(cast(case when l."email" = r."email" then 1 else 0 end
        | case when l."given" = r."given" and l."city" = r."city" then 2 else 0 end as bigint)) as rules
    from candidate
    join link_value l on l.rid = rid_l
    join link_value r on r.rid = rid_r and r.entity_kind = l.entity_kind
    group by rid_l, rid_r
