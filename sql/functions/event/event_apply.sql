-- for: lanyard_owner
-- Creates or changes the event; what changed, and its version by now. options: "files" (struct event_file), "force" (whatever version
-- the definition was made from), "dry_run" (nothing is changed, and it is told all the same).
CREATE FUNCTION event_apply(definition jsonb, options jsonb, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  before jsonb;
  e integer;
  changes jsonb;
  files jsonb;
  applied jsonb;
BEGIN
  PERFORM event_alone();
  before := event_show(definition ->> 'slug');
  IF (definition ->> 'version')::integer <> (before ->> 'version')::integer AND options ->> 'force' IS DISTINCT FROM 'true' THEN
    PERFORM refuse('LY409', 'version', 'refusal.event.stale', jsonb_build_object('event', definition ->> 'slug',
      'version', (definition ->> 'version')::integer, 'current', (before ->> 'version')::integer));
  END IF;
  PERFORM event_check_zone(definition ->> 'time_zone');
  e := event_put(definition);
  PERFORM order_alone(e);
  -- The quotas before the rest, as registrations take them: else one of the two would wait for the other.
  PERFORM FROM quota WHERE event_id = e ORDER BY quota FOR UPDATE;
  PERFORM event_put_lists(e, definition);
  files := event_put_files(e, definition, coalesce(options -> 'files', '[]'));
  PERFORM event_drop_leftovers(e, definition);
  PERFORM event_apply_quotas(e, definition);
  PERFORM event_keep_times(e);
  PERFORM waiting_promote(e, actor); -- where there are more places than before
  changes := CASE WHEN before IS NULL THEN '[]' ELSE event_difference(before - 'version', event_show(definition ->> 'slug') - 'version', '') || files END;
  IF before IS NULL OR changes <> '[]' THEN
    UPDATE event SET version = version + 1 WHERE event_id = e;
    INSERT INTO audit (event_id, actor, action, detail)
    VALUES (e, actor, 'event applied', jsonb_build_object('created', before IS NULL, 'changes', changes,
      'version', (SELECT version FROM event WHERE event_id = e)));
  END IF;
  applied := jsonb_build_object('created', before IS NULL, 'changes', changes, 'version', (SELECT version FROM event WHERE event_id = e));
  IF options ->> 'dry_run' = 'true' THEN
    RAISE EXCEPTION 'only tried' USING ERRCODE = 'LY777';
  END IF;
  RETURN applied;
EXCEPTION WHEN SQLSTATE 'LY777' THEN -- all that was done is undone; not LY000, which would stand for each LY…
  RETURN applied;
END $$;
