-- for: nobody
-- Why something is taken back has to be said.
CREATE FUNCTION order_reason(reason text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF coalesce(btrim(reason), '') = '' THEN
    PERFORM refuse('LY400', 'reason', 'refusal.order.reason', '{}');
  END IF;
  RETURN reason;
END $$;
