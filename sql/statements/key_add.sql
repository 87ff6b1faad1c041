SELECT key_add($1::integer, decode($2, 'hex'), decode($3, 'hex'), $4)
