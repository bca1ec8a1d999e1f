-- given_name
not (("given_key_l" is not null and "given_key_r" is not null) or ("given_native_l" is not null and "given_native_r" is not null))
"given_key_l" = "given_key_r" or "given_native_l" = "given_native_r"
("given_key_l" = "family_key_r" and jaro_winkler_similarity("family_key_l", "given_key_r") >= 0.90) or ("family_key_l" = "given_key_r" and jaro_winkler_similarity("given_key_l", "family_key_r") >= 0.90)
"given_key_l" = "family_key_r" or "family_key_l" = "given_key_r"
not ("given_key_l" is null or "given_key_r" is null) and (("given_native_l" <> "given_native_r"))
case when jaro_winkler_similarity("given_key_l", "given_key_r") >= 0.80 then least("given_count_l", "given_count_r") >= 5 and least("given_count_l", "given_count_r") * 20 >= greatest("given_count_l", "given_count_r") else false end
case when jaro_winkler_similarity("given_key_l", "given_key_r") >= 0.90 then damerau_levenshtein("given_key_l", "given_key_r") <= 1 else false end
starts_with("given_key_l", "given_key_r") or starts_with("given_key_r", "given_key_l")
jaro_winkler_similarity("given_key_l", "given_key_r") >= 0.80
regexp_full_match("given_native_l", '\p{Han}+') and regexp_full_match("given_native_r", '\p{Han}+') and not list_has_any(string_split("given_native_l", ''), string_split("given_native_r", ''))
"given_key_l" is null or "given_key_r" is null
-- email
"email_l" is null or "email_r" is null
"email_l" = "email_r"
case when case when abs(length("email_l") - length("email_r")) <= 2 and (left("email_l", 8) = left("email_r", 8) or right("email_l", 8) = right("email_r", 8)) then case when levenshtein("email_l", "email_r") <= 4 then damerau_levenshtein("email_l", "email_r") <= 2 else false end else false end then regexp_replace("email_l", '[^0-9]', '', 'g') = regexp_replace("email_r", '[^0-9]', '', 'g') else false end
split_part("email_l", '@', 1) = split_part("email_r", '@', 1)
-- address
not (("city_key_l" is not null and "city_key_r" is not null))
"city_key_l" = "city_key_r"
