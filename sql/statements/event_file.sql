SELECT event_file($1, $2)
