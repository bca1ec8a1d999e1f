select golden_id, coalesce(country, phone_country.called, $region) as country, cast(null as varchar) as state,
           birth_date as birth_date
    from profile left join phone_country on phone_country.start = substr(phone, 1, 4)
