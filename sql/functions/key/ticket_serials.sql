-- for: lanyard_web, lanyard_owner
-- The first of a block of 4096 serials that is now the caller's.
CREATE FUNCTION ticket_serials() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN nextval('ticket_serial_block') * 4096;
END $$;
