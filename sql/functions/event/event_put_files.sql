-- for: nobody
-- Logo and art, those that came with the definition and those that are kept; what changed, as event_difference tells it.
CREATE FUNCTION event_put_files(e integer, definition jsonb, files jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  missing record;
  changes jsonb;
BEGIN
  SELECT coalesce(jsonb_agg(jsonb_build_object('path', 'brand.' || f.role || ' (its bytes)', 'before', to_jsonb(k.key), 'after', to_jsonb(f.key))
    ORDER BY f.role), '[]') INTO changes
  FROM jsonb_to_recordset(files) AS f(role text, key text) JOIN event_file k ON k.event_id = e AND k.role = f.role AND k.key <> f.key;

  DELETE FROM event_file WHERE event_id = e AND (definition #>> ARRAY['brand', role]) IS DISTINCT FROM name;
  INSERT INTO event_file (event_id, role, name, key, type, bytes)
  SELECT e, f.role, f.name, f.key, f.type, decode(f.bytes, 'hex')
  FROM jsonb_to_recordset(files) AS f(role text, name text, key text, type text, bytes text)
  ON CONFLICT (event_id, role) DO UPDATE SET name = excluded.name, key = excluded.key, type = excluded.type, bytes = excluded.bytes;

  SELECT role, definition #>> ARRAY['brand', role] AS name INTO missing FROM unnest(ARRAY['logo', 'art']) AS wanted(role)
  WHERE definition #>> ARRAY['brand', role] IS NOT NULL AND NOT EXISTS (SELECT FROM event_file k WHERE k.event_id = e AND k.role = wanted.role);
  IF FOUND THEN
    PERFORM refuse('LY400', 'brand.' || missing.role, 'refusal.event.file', jsonb_build_object('name', missing.name));
  END IF;
  RETURN changes;
END $$;
