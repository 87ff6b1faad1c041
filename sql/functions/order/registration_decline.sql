-- for: lanyard_owner
CREATE FUNCTION registration_decline(slug_wanted text, wanted text, reason text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
BEGIN
  IF o.status <> 'declined' THEN
    PERFORM order_set_status(o, 'declined', NULL, actor, 'declined', jsonb_build_object('reason', reason));
  END IF;
  RETURN order_decided(o, 'declined', '{}');
END $$;
