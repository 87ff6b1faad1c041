SELECT event_rename($1, $2, $3)
