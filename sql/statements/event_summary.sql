SELECT event_summary()
