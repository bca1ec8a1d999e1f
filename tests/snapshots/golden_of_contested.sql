with counted as (
        select person, count(*) filter (nth = 0) as records, list_sort(list(distinct source)) as sources,
               max(updated_at) as updated_at
        from contested group by person
    )
    select golden_id, "golden_given_name".value as "given_name", "golden_family_name".value as "family_name", "golden_email".value as "email", "golden_email".all_values as "email_all", "golden_address".value."city" as "city",  records, sources, updated_at
    from counted join several using (person) left join "golden_given_name" on "golden_given_name".person = counted.person left join "golden_family_name" on "golden_family_name".person = counted.person left join "golden_email" on "golden_email".person = counted.person left join "golden_address" on "golden_address".person = counted.person
