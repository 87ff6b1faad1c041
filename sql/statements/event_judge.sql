SELECT event_judge($1, $2::jsonb)
