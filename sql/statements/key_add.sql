SELECT key_add($1::integer, $2, $3, $4)
