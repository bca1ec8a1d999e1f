select *, unnest(json_extract("json", '$.steps[*]')) as "_element", generate_subscripts(json_extract("json", '$.steps[*]'), 1) as _nth from landed
