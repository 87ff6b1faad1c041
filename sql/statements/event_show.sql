SELECT event_show($1)
