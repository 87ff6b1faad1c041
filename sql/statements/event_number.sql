SELECT event_number($1)
