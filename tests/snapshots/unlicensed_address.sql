select *, '' as purpose from (select '' as golden_id, '' as attribute where false) union all select *, 'offers' from (
                select golden_id, 'email' as attribute
                from profile join member using (golden_id)
                join (select * from record union all by name select * from alternate) own using (rid)
                where (profile."email" is not null) and own."email" is not distinct from profile."email"
                group by golden_id having bool_and(own.source in ('shop'))
                )
