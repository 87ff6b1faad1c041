SELECT event_apply($1::jsonb, $2::jsonb, $3)
