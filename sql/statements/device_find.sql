SELECT device_find(decode($1, 'hex'))
