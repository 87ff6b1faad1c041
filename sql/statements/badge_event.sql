SELECT document FROM badge_event WHERE slug = $1
