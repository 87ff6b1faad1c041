-- for: lanyard_owner
-- How often the secret of its page was replaced, with this time.
CREATE FUNCTION registration_replace_secret(slug_wanted text, wanted text, reason text, actor text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  o orders := order_lock(slug_wanted, wanted);
BEGIN
  UPDATE orders SET secret_version = secret_version + 1 WHERE event_id = o.event_id AND order_id = o.order_id;
  PERFORM order_note(o, o.status, NULL, actor, 'secret replaced', jsonb_build_object('reason', nullif(reason, '')));
  RETURN o.secret_version + 1;
END $$;
