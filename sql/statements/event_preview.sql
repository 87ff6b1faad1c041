SELECT event_preview($1)
