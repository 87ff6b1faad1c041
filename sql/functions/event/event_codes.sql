-- for: nobody
CREATE FUNCTION event_codes(definition jsonb, list text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN ARRAY(SELECT x ->> 'code' FROM jsonb_array_elements(definition -> list) x);
END $$;
