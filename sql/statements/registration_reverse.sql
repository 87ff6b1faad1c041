SELECT registration_reverse($1, $2, $3, $4, $5)
