SELECT registration_cancel($1, $2, $3, $4)
