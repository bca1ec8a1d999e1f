select * from (
        with held as (select rid_l, rid_r, max(weight) as weight from match group by rid_l, rid_r),
        own as (select rid, source in ('bought', 'partner') as attaches from record),
        pair as (
            select held.*, l.attaches as l_attaches, r.attaches as r_attaches
            from held join own l on l.rid = rid_l join own r on r.rid = rid_r
        ),
        best as (
            select rid_l, rid_r, weight from pair where l_attaches <> r_attaches
            qualify row_number() over (
                partition by case when l_attaches then rid_l else rid_r end
                order by weight desc, case when l_attaches then rid_r else rid_l end
            ) = 1
        )
        select rid_l, rid_r, weight from pair where not l_attaches and not r_attaches
        union all
        select rid_l, rid_r, weight from best
    )
