select golden_id, one.attribute, one.before, one.after
    from (
        select golden_id, unnest([{'attribute': 'email', 'before': cast(earlier."email" as varchar), 'after': cast(later."email" as varchar)}, {'attribute': 'email_all', 'before': cast(to_json(earlier."email_all") as varchar), 'after': cast(to_json(later."email_all") as varchar)}, {'attribute': 'points', 'before': cast(earlier."points" as varchar), 'after': cast(later."points" as varchar)}, {'attribute': 'city', 'before': cast(null as varchar), 'after': cast(later."city" as varchar)}, {'attribute': 'fax', 'before': cast(earlier."fax" as varchar), 'after': cast(null as varchar)}]) as one
        from differing
        join after_profile later using (golden_id)
        left join before_profile earlier using (golden_id)
    )
    where one.before is distinct from one.after
