SELECT registration_approve($1, $2, $3::jsonb, $4)
