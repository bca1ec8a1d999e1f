with cut as (
        select golden_id, rid, party, updated_at, full_address, street, city, region, postal_code, country, street_key, city_key,
               regexp_matches(street_key, ' [a-z#]') as is_western,
               country = 'KR' or regexp_matches(street, '[\p{Hangul}]') as is_korean,
               case when regexp_matches(street_key, ' [a-z#]') then regexp_replace(street_key, ' (#|fl ).*$', '')
                    else coalesce(nullif(regexp_extract(street_key, '^(?:[^0-9]|[0-9]+(?:beongil|gil|dong|ga|ro|ri|no|lo|番町|条|線))*[0-9]+(?:-[0-9]+){0,2}'), ''), street_key) end as building
        from person_row where street_key is not null and coalesce(postal_code, city_key) is not null
    ),
    parted as (
        select *, case when is_western then trim(substr(street_key, length(building) + 1), ' #')
                       else array_to_string(regexp_extract_all(substr(street_key, length(building) + 1), '[0-9]+'), '-') end as unit,
               case when is_western then '' else array_to_string(regexp_extract_all(building, '[0-9]+'), '-') end as numbers
        from cut
    ),
    completed as (
        select *, coalesce(
                      postal_code,
                      max(postal_code) over (partition by golden_id, coalesce(nullif(numbers, ''), building), unit)
                  ) as area
        from parted
    )
    select own.golden_id, own.rid, own.party = 'third' as is_third, own.updated_at, own."city" is not distinct from profile."city" as is_golden,
           coalesce(own.is_korean, false) as is_korean, own.area as postal_code, own.city_key, own.building,
           own.numbers, own.unit,
           case when own.area is null then concat_ws('/', own.city_key, own.building, own.unit)
                when own.is_korean then own.area
                when own.numbers <> '' then concat_ws('/', own.area, own.numbers, own.unit)
                else concat_ws('/', own.area, own.building, own.unit) end as spot
    from completed own join profile using (golden_id)
