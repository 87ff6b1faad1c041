-- for: nobody
-- One decision about an event's orders at a time, for who takes its quotas' or its orders' locks.
CREATE FUNCTION order_alone(e integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lanyard order'), e);
END $$;
