SELECT event_status($1)
