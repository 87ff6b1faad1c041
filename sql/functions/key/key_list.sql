-- for: lanyard_web, lanyard_owner
CREATE FUNCTION key_list() RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('number', key_number, 'public', encode(public_key, 'hex'),
    'sealed', encode(sealed, 'hex'), 'created_at', rfc3339(created_at), 'retired_at', rfc3339(retired_at))
    ORDER BY key_number DESC), '[]')
  FROM ticket_key);
END $$;
