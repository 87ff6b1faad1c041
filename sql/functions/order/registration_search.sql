-- for: nobody
-- Which attendees of the event may have the folded text: those whose parts match, and all who are not folded in yet.
CREATE FUNCTION registration_search(e integer, folded text) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  query tsquery := search_query(e, folded);
  found bigint[] := ARRAY(SELECT attendee_id FROM attendee_search WHERE event_id = e AND parts @@ query);
  part attendee_unfolded;
BEGIN
  FOR part IN SELECT * FROM attendee_unfolded WHERE event_id = e LOOP
    found := found || ARRAY(SELECT attendee_id FROM attendee WHERE event_id = e AND attendee_id BETWEEN part.first_id AND part.last_id);
  END LOOP;
  RETURN found;
END $$;
