SELECT key_list()
