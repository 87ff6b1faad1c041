SELECT device_new($1, $2, $3, decode($4, 'hex'), $5)
