-- for: lanyard_owner
-- Folds those of the event who came or changed since the last time into what is searched, at most so many people; how many it were.
CREATE FUNCTION registration_fold(slug_wanted text, most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  e integer := event_id_of(slug_wanted);
  part attendee_unfolded;
  done integer := 0;
  folded integer;
  reached bigint;
BEGIN
  -- One at a time, or the older of two might write last.
  PERFORM pg_advisory_xact_lock(hashtext('lanyard registration fold'), e);
  FOR part IN SELECT * FROM attendee_unfolded WHERE event_id = e ORDER BY part_id LIMIT most LOOP
    WITH people AS MATERIALIZED (
      SELECT a.attendee_id, search_text(o.code, a) AS text
      FROM attendee a JOIN orders o USING (event_id, order_id)
      WHERE a.event_id = e AND a.attendee_id BETWEEN part.first_id AND part.last_id
      ORDER BY a.attendee_id LIMIT most - done
    ), stored AS (
      INSERT INTO attendee_search (event_id, attendee_id, parts)
      SELECT e, attendee_id, search_parts(e, text) FROM people
      ON CONFLICT (event_id, attendee_id) DO UPDATE SET parts = excluded.parts
      RETURNING attendee_id
    )
    SELECT count(*), max(attendee_id) INTO folded, reached FROM stored;
    done := done + folded;
    IF done >= most AND reached < part.last_id THEN
      UPDATE attendee_unfolded SET first_id = reached + 1 WHERE event_id = e AND part_id = part.part_id;
    ELSE
      DELETE FROM attendee_unfolded WHERE event_id = e AND part_id = part.part_id;
    END IF;
    EXIT WHEN done >= most;
  END LOOP;
  RETURN done;
END $$;
