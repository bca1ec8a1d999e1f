(0.0)
+ (case "email" when 0 then 0.0 when 1 then 0.0 when 2 then 0.0 when 3 then 0.0 else 0 end)
+ (case "address" when 0 then 0.0 when 1 then 0.0 else 0 end)
