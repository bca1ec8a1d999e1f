with large as (select cluster from cluster group by cluster having count(*) > $most),
    person as (
        select count(distinct coalesce(given_key, given_native)) as "given_name" from record join cluster using (rid) semi join large using (cluster) group by cluster
    )
    select count(*) filter ("given_name" > $most) from person
