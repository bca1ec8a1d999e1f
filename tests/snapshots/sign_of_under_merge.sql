with held as (
        select cluster, hash(birth_date) as held
        from record join cluster using (rid) where birth_date is not null
    ),
    common as (select held from held group by held having min(cluster) <> max(cluster))
    select count(distinct cluster) from held semi join common using (held)
