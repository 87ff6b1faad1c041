SELECT print_run_add($1, $2::jsonb, $3::integer, $4::integer, decode($5, 'hex'))
