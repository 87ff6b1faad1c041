SELECT device_number(decode($1, 'hex'))
