(0.0)
+ (case "email" when 0 then 1.0 when 1 then 2.0 when 2 then 3.0 when 3 then 4.0 else 0 end)
+ (case "address" when 0 then 1.0 when 1 then 2.0 else 0 end)
