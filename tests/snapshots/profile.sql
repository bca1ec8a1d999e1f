with counted as (
        select person, count(*) filter (nth = 0) as records, list_sort(list(distinct source)) as sources,
               max(updated_at) as updated_at
        from contested group by person
    ),
    golden as (
        select golden_id, "golden_given_name".value as "given_name", "golden_family_name".value as "family_name", "golden_email".value as "email", "golden_email".all_values as "email_all", "golden_address".value."city" as "city",  records, sources, updated_at
        from counted join several using (person) left join "golden_given_name" on "golden_given_name".person = counted.person left join "golden_family_name" on "golden_family_name".person = counted.person left join "golden_email" on "golden_email".person = counted.person left join "golden_address" on "golden_address".person = counted.person
        union all
        select golden_id, case when "given_name" is not null then "given_name" end as "given_name", case when "family_name" is not null then "family_name" end as "family_name", case when "email" is not null then "email" end as "email", case when "email" is not null then ["email"] end as "email_all", case when case when "city" is not null then struct_pack(city := cast("city" as varchar)) end is not null then "city" end as "city",  1, [source], updated_at from lone
    )
    select golden_id,
        case when strlen(concat(family_name, given_name)) = length(concat(family_name, given_name)) then nullif(concat_ws(' ', given_name, family_name), '')
             when regexp_matches(concat(family_name, given_name), '[\p{Hangul}]') then concat(family_name, given_name)
             when regexp_matches(concat(family_name, given_name), '[\p{Han}\p{Hiragana}\p{Katakana}]')
             then concat_ws(' ', family_name, given_name)
             else concat_ws(' ', given_name, family_name) end as full_name,
     * exclude (golden_id) from golden order by golden_id
