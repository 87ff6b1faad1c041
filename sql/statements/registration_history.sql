SELECT registration_history($1, $2)
