SELECT event_list()
