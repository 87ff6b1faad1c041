SELECT device_number($1)
