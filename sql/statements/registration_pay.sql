SELECT registration_pay($1, $2::bigint, $3, $4::jsonb, $5)
