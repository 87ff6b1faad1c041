-- for: nobody
-- The quotas that a definition asks for, and where in it each stands.
CREATE FUNCTION event_quotas(definition jsonb) RETURNS TABLE (quota text, capacity integer, path text) LANGUAGE sql IMMUTABLE AS $$
  SELECT 'event', (definition ->> 'capacity')::integer, 'capacity'
  UNION ALL
  SELECT 'category:' || (x ->> 'code'), (x ->> 'capacity')::integer, 'categories.' || (x ->> 'code') || '.capacity'
  FROM jsonb_array_elements(definition -> 'categories') x
  UNION ALL
  SELECT 'session:' || (x ->> 'code'), (x ->> 'capacity')::integer, 'sessions.' || (x ->> 'code') || '.capacity'
  FROM jsonb_array_elements(definition -> 'sessions') x
$$;
