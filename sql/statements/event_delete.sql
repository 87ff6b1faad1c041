SELECT event_delete($1, $2)
