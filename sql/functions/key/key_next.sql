-- for: lanyard_owner
CREATE FUNCTION key_next() RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT n FROM generate_series(0, 255) n WHERE n > coalesce((SELECT max(key_number) FROM ticket_key), -1) ORDER BY n LIMIT 1);
END $$;
