SELECT device_pair($1, $2)
