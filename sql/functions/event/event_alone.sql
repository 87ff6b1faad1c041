-- for: nobody
-- One change of what events are at a time: each sees all that the one before it did.
CREATE FUNCTION event_alone() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lanyard event apply'));
END $$;
