with marked as (select "rid", "source", "entity_kind", "given", "given_key", "family", "family_key", "birth_date", "email", hash("email") as mark from link_input),
    once as (
        select *, row_number() over (partition by mark order by rid) as copy from marked where mark % 25 = 0
    )
    select * exclude (copy), row_number() over (order by mark) - 1 as nth from once where copy = 1
    order by mark limit 2000
