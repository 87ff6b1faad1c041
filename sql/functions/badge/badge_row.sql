-- for: lanyard_badges
-- A barrier, or a condition that fails on a row tells of it in its message before this view has left the row out.
CREATE VIEW badge_row WITH (security_barrier) AS
  SELECT t.event_id, o.code,
    -- What leads to the person: the registration's code, and in a group who of it.
    CASE WHEN g.people > 1 THEN o.code || '-' || g.place ELSE o.code END AS badge_code, a.category, a.badge_name, a.name, a.affiliation,
    a.country,
    -- In the event's first language, as its title and dates; nearly always without a call, which would take a tenth of a badge's time.
    CASE jsonb_typeof(coalesce(c.badge, c.title)) WHEN 'string' THEN coalesce(c.badge, c.title) #>> '{}'
      ELSE coalesce(coalesce(c.badge, c.title) ->> (e.languages ->> 0), badge_words(coalesce(c.badge, c.title), e.languages, '')) END AS category_title,
    c.color AS category_color, o.locale,
    t.token, t.serial, t.issued_at, c.position AS category_position, o.created_at
  FROM ticket t
  JOIN attendee a USING (event_id, attendee_id)
  JOIN category c ON c.event_id = a.event_id AND c.code = a.category
  JOIN event e ON e.event_id = t.event_id
  JOIN orders o ON o.event_id = a.event_id AND o.order_id = a.order_id
  CROSS JOIN LATERAL (
    SELECT count(*) AS people, count(*) FILTER (WHERE b.attendee_id <= a.attendee_id) AS place
    FROM attendee b WHERE b.event_id = a.event_id AND b.order_id = a.order_id) g
  WHERE t.kind = 'badge' AND t.revoked_at IS NULL AND o.status = 'confirmed';
