coalesce('record:' || r.r, 'email:' || r.e, 'order_number:' || r.o, null)
