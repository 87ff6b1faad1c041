-- for: nobody
-- What a decision left.
CREATE FUNCTION order_decided(o orders, status text, promoted text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN jsonb_build_object('code', o.code, 'status', status, 'promoted', to_jsonb(promoted));
END $$;
