-- for: nobody
-- What differs between two documents, leaf by leaf: [{"path", "before", "after"}], a side left out where the leaf is added or removed.
-- Of lists whose elements have codes these are compared by them, and their order as a leaf of its own.
CREATE FUNCTION event_difference(before jsonb, after jsonb, path text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  was jsonb := event_by_code(before);
  is_now jsonb := event_by_code(after);
  inner_path text := CASE path WHEN '' THEN '' ELSE path || '.' END;
  differences jsonb := '[]';
BEGIN
  IF before = after THEN
    RETURN '[]';
  ELSIF jsonb_typeof(was) IS DISTINCT FROM 'object' OR jsonb_typeof(is_now) IS DISTINCT FROM 'object' THEN
    RETURN jsonb_build_array(jsonb_build_object('path', path) || CASE WHEN before IS NULL THEN '{}' ELSE jsonb_build_object('before', before) END
      || CASE WHEN after IS NULL THEN '{}' ELSE jsonb_build_object('after', after) END);
  END IF;
  SELECT coalesce(jsonb_agg(part ORDER BY key, n), '[]') INTO differences
  FROM (SELECT jsonb_object_keys(was) AS key UNION SELECT jsonb_object_keys(is_now)) keys,
    jsonb_array_elements(event_difference(was -> key, is_now -> key, inner_path || key)) WITH ORDINALITY AS parts(part, n);
  IF differences = '[]' THEN
    differences := jsonb_build_array(jsonb_build_object('path', path || ' (their order)', 'before', jsonb_path_query_array(before, '$[*].code'),
      'after', jsonb_path_query_array(after, '$[*].code')));
  END IF;
  RETURN differences;
END $$;
