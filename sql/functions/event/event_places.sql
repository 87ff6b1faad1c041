-- for: nobody
-- Of which quotas somebody of this category takes a place.
CREATE FUNCTION event_places(definition jsonb, category text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN ARRAY['event', 'category:' || category] || ARRAY(
    SELECT 'quota:' || (x ->> 'code') FROM jsonb_array_elements(definition -> 'quotas') x
    WHERE x -> 'categories' ? category ORDER BY 1);
END $$;
