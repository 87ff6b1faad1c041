SELECT event_list($1::date, $2, $3::integer)
