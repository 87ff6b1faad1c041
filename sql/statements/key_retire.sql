SELECT key_retire($1::integer, $2)
