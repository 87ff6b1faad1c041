-- for: lanyard_owner
-- NULL when somebody else took the number meanwhile.
CREATE FUNCTION key_add(number integer, public bytea, sealed bytea, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  key jsonb := jsonb_build_object('number', number);
BEGIN
  INSERT INTO ticket_key (key_number, public_key, sealed) VALUES (number, public, sealed) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO audit (actor, action, detail) VALUES (actor, 'key added', key);
  RETURN key;
END $$;
