SELECT registration_pay($1, $2, $3::bigint, $4, $5::jsonb, $6)
