select md5(case when starts_with(phone, '+82') then '0' || substr(phone, 4) end) from record
