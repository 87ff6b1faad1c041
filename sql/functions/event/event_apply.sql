-- for: lanyard_owner
CREATE FUNCTION event_apply(definition jsonb, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  before jsonb;
  e integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lanyard event apply'));
  before := event_show(definition ->> 'slug');
  e := event_put(definition);
  PERFORM order_alone(e);
  -- The quotas before the rest, as registrations take them: else one of the two would wait for the other.
  PERFORM FROM quota WHERE event_id = e ORDER BY quota FOR UPDATE;
  PERFORM event_put_lists(e, definition);
  PERFORM event_drop_leftovers(e, definition);
  PERFORM event_apply_quotas(e, definition);
  PERFORM event_keep_times(e);
  PERFORM waiting_promote(e, actor); -- where there are more places than before
  IF event_show(definition ->> 'slug') IS DISTINCT FROM before THEN
    UPDATE event SET version = version + 1 WHERE event_id = e;
    INSERT INTO audit (event_id, actor, action, detail)
    VALUES (e, actor, 'event applied', jsonb_build_object('created', before IS NULL));
  END IF;
  RETURN jsonb_build_object('created', before IS NULL);
END $$;
