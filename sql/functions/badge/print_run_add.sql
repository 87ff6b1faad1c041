-- for: lanyard_badges
CREATE FUNCTION print_run_add(slug_wanted text, options jsonb, badges integer, pages integer, sha256 bytea) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  run bigint;
BEGIN
  INSERT INTO print_run (event_id, options, badges, pages, sha256)
  VALUES (event_id_of(slug_wanted), options, badges, pages, sha256) RETURNING run_id INTO run;
  RETURN jsonb_build_object('run', run);
END $$;
