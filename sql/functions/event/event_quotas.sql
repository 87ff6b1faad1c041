-- for: nobody
-- The quotas that a definition asks for, and where in it each stands.
CREATE FUNCTION event_quotas(definition jsonb) RETURNS TABLE (quota text, capacity integer, path text) LANGUAGE sql IMMUTABLE AS $$
  SELECT 'event', (definition ->> 'capacity')::integer, 'capacity'
  UNION ALL
  SELECT kind || ':' || (x ->> 'code'), (x ->> 'capacity')::integer, list || '.' || (x ->> 'code') || '.capacity'
  FROM (VALUES ('category', 'categories'), ('quota', 'quotas'), ('session', 'sessions')) AS lists(kind, list),
    jsonb_array_elements(definition -> list) x
$$;
