select one.name, cast(sum(one.before) as bigint) as before, cast(sum(one.after) as bigint) as after
    from (select unnest([{'name': 'email', 'before': count("email"), 'after': 0}, {'name': 'city', 'before': 0, 'after': 0}, {'name': 'fax', 'before': count("fax"), 'after': 0}]) as one from all_before_profile union all select unnest([{'name': 'email', 'before': 0, 'after': count("email")}, {'name': 'city', 'before': 0, 'after': count("city")}, {'name': 'fax', 'before': 0, 'after': 0}]) as one from all_after_profile)
    group by one.name
