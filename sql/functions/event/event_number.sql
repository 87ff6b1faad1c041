-- for: lanyard_owner, lanyard_badges
-- NULL when there is none.
CREATE FUNCTION event_number(wanted text) RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT event_id FROM event WHERE slug = wanted);
END $$;
