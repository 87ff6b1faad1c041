-- for: lanyard_owner
-- What became of a registration and who did it, and its money; NULL when there is none.
CREATE FUNCTION registration_history(slug_wanted text, wanted text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  o orders;
BEGIN
  SELECT * INTO o FROM orders WHERE event_id = order_event(slug_wanted, wanted) AND code = upper(wanted);
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN jsonb_build_object(
    'changes', (
      SELECT jsonb_agg(jsonb_build_object('at', rfc3339(at), 'actor', actor, 'action', action, 'from', detail -> 'from', 'to', detail -> 'to',
        'reason', nullif(detail ->> 'reason', ''), 'amount', detail -> 'amount', 'reference', detail -> 'reference', 'without', coalesce(detail -> 'without', '[]'))
        ORDER BY audit_id)
      FROM (
        SELECT 0 AS audit_id, o.created_at AS at, 'attendee' AS actor, 'registered' AS action, jsonb_build_object('to', o.first_status) AS detail
        UNION ALL SELECT audit_id, at, actor, action, coalesce(detail, '{}') FROM audit
        WHERE event_id = o.event_id AND order_id = o.order_id AND action <> 'registered') a),
    'transfers', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('amount', amount, 'reference', reference, 'recorded_at', rfc3339(recorded_at), 'actor', actor,
        'reversed_at', rfc3339(reversed_at), 'reversed_by', reversed_by, 'reversed_reason', reversed_reason,
        'elsewhere', order_reference_elsewhere(event_id, order_id, reference)) ORDER BY payment_id), '[]')
      FROM payment WHERE event_id = o.event_id AND order_id = o.order_id));
END $$;
