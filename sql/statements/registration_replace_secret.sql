SELECT registration_replace_secret($1, $2, $3, $4)
