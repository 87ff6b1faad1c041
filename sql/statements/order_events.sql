SELECT order_events($1)
