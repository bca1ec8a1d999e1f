select golden_id from profile left join "trait" using (golden_id) where ("profile"."points" > 3 AND "trait"."orders" > 2)
