SELECT registration_fold($1, $2::integer)
