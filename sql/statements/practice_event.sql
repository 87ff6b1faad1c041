SELECT practice_event($1)
