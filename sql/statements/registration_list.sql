SELECT registration_list($1, $2, $3, $4::integer, $5)
