SELECT device_find($1)
