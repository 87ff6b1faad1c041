SELECT registration_reconsider($1, $2, $3, $4)
