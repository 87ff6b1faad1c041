SELECT scan_group($1::jsonb)
