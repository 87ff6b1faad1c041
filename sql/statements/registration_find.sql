SELECT registration_find($1)
