select cast(1 + a.nth as integer) as rid, a.source as source, a.entity_kind as entity_kind , b."given" as "given", b."given_key" as "given_key", a."family" as "family", a."family_key" as "family_key", a."birth_date" as "birth_date", b."email" as "email"
    from paired where a."given" <> b."given"
