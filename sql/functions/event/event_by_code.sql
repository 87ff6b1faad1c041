-- for: nobody
-- A list whose elements have codes as an object of them; anything else as it is.
CREATE FUNCTION event_by_code(given jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF jsonb_typeof(given) = 'array' AND jsonb_typeof(given -> 0 -> 'code') = 'string' THEN
    RETURN (SELECT jsonb_object_agg(x ->> 'code', x) FROM jsonb_array_elements(given) x);
  END IF;
  RETURN given;
END $$;
