SELECT registration_group($1::jsonb)
