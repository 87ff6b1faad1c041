-- for: nobody
-- Another wording is another version; one that stood before has its version again, and so the answers that were given to it.
CREATE FUNCTION event_put_consents(e integer, definition jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO consent (event_id, code, position, version)
  SELECT e, x ->> 'code', n, 1
  FROM jsonb_array_elements(definition -> 'consents') WITH ORDINALITY AS list(x, n)
  ON CONFLICT (event_id, code) DO UPDATE SET position = excluded.position;

  INSERT INTO consent_version (event_id, consent, version, title)
  SELECT e, x ->> 'code', 1 + coalesce((SELECT max(version) FROM consent_version v WHERE v.event_id = e AND v.consent = x ->> 'code'), 0),
    x -> 'title'
  FROM jsonb_array_elements(definition -> 'consents') x
  WHERE NOT EXISTS (SELECT FROM consent_version v WHERE v.event_id = e AND v.consent = x ->> 'code' AND v.title = x -> 'title');

  UPDATE consent c SET version = v.version
  FROM jsonb_array_elements(definition -> 'consents') x, consent_version v
  WHERE c.event_id = e AND c.code = x ->> 'code' AND v.event_id = e AND v.consent = c.code AND v.title = x -> 'title';
END $$;
