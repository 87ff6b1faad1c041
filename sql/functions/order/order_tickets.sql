-- for: nobody
-- The tickets that the public may have: not the badge's, which is worn, not mailed.
-- at: those of that instant, revoked or not, as a repeated request is told; NULL: the live ones.
CREATE FUNCTION order_tickets(e integer, o bigint, at timestamptz) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(json_build_object('kind', t.kind, 'serial', t.serial, 'token', t.token) ORDER BY t.serial), '[]')
  FROM attendee a JOIN ticket t USING (event_id, attendee_id)
  WHERE a.event_id = e AND a.order_id = o AND t.kind = 'ticket'
    AND (t.issued_at = at OR (at IS NULL AND t.revoked_at IS NULL)));
END $$;
