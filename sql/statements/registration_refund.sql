SELECT registration_refund($1, $2, $3::bigint, $4, $5)
