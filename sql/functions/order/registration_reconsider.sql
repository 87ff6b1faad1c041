-- for: lanyard_owner
-- Takes a decline back.
CREATE FUNCTION registration_reconsider(slug_wanted text, wanted text, reason text, actor text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
BEGIN
  IF o.status <> 'pending_approval' OR order_last_action(o) IS DISTINCT FROM 'reconsidered' THEN
    PERFORM order_set_status(o, 'pending_approval', NULL, actor, 'reconsidered', jsonb_build_object('reason', order_reason(reason)));
  END IF;
  RETURN order_decided(o, 'pending_approval', '{}');
END $$;
