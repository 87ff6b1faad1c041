SELECT event_public($1)
