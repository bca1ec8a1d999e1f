select golden_id, earlier.digest is null as is_new, later.digest is null as is_gone
    from (select golden_id, hash("email", "email_all", len("email_all"), cast("points" as varchar), cast(null as varchar), cast("fax" as varchar)) as digest from before_profile) earlier
    full join (select golden_id, hash("email", "email_all", len("email_all"), cast("points" as varchar), cast("city" as varchar), cast(null as varchar)) as digest from after_profile) later using (golden_id)
    where earlier.digest is distinct from later.digest
