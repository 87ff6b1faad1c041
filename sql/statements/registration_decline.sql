SELECT registration_decline($1, $2, $3, $4)
