SELECT registration_find($1, $2)
