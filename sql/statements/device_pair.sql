SELECT device_pair(decode($1, 'hex'), decode($2, 'hex'))
