SELECT registration_approve($1, $2, ARRAY(SELECT jsonb_array_elements_text($3::jsonb)), $4::jsonb, $5)
