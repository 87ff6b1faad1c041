-- for: nobody
-- Of what was scanned, codes that somebody typed become the tickets to which they lead: of the kinds that the device's point takes,
-- the live one first. Nobody's ticket is found so whose registration is not confirmed; that is said instead.
CREATE FUNCTION scan_by_code(inputs scan_input[]) RETURNS scan_input[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  input scan_input;
  known scan_input[] := '{}';
  place record;
  people bigint[];
BEGIN
  FOREACH input IN ARRAY inputs LOOP
    IF input.code IS NOT NULL THEN
      SELECT d.event_id, e.slug, p.kinds INTO place
      FROM device d JOIN point p ON p.event_id = d.event_id AND p.code = d.point JOIN event e ON e.event_id = d.event_id
      WHERE d.device_id = input.device;
      people := ARRAY(SELECT a.attendee_id FROM orders o JOIN attendee a ON a.event_id = o.event_id AND a.order_id = o.order_id
        WHERE o.event_id = place.event_id AND o.code = input.code ORDER BY 1);
      IF input.person > 0 THEN
        people := people[input.person:input.person];
      END IF;
      input.genuine := true;
      input.attendee := CASE WHEN cardinality(people) = 1 THEN people[1] END;
      SELECT t.event_id, t.kind, t.serial, t.token INTO input.event, input.kind, input.serial, input.token
      FROM ticket t WHERE t.event_id = place.event_id AND t.attendee_id = input.attendee AND t.kind = ANY (place.kinds)
      ORDER BY t.revoked_at IS NULL DESC, t.kind DESC, t.serial DESC LIMIT 1;
      input.verdict := CASE
        WHEN input.place <> place.slug THEN 'wrong_event'
        WHEN cardinality(people) > 1 THEN 'undecided'
        WHEN input.attendee IS NULL THEN 'unknown'
        WHEN input.serial IS NULL THEN (
          SELECT CASE o.status WHEN 'confirmed' THEN 'unknown' ELSE 'not_confirmed' END
          FROM attendee a JOIN orders o USING (event_id, order_id) WHERE a.event_id = place.event_id AND a.attendee_id = input.attendee)
      END;
    END IF;
    known := known || input;
  END LOOP;
  RETURN known;
END $$;
