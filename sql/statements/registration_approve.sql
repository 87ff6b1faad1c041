SELECT registration_approve($1, $2::jsonb, $3)
