SELECT device_revoke($1, $2, $3)
