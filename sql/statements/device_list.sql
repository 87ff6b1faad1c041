SELECT device_list($1)
