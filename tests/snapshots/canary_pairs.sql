create or replace temp table paired as
    with size as (select count(*) as records from drawn)
    select a, b , hash(a.mark, 'email') / 18446744073709551616.0 as "draw_email", hash(a.mark, 'phone') / 18446744073709551616.0 as "draw_phone"
    from drawn a cross join size join drawn b on b.nth = (a.nth + 1) % size.records
    where size.records > 1
