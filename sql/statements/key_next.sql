SELECT key_next()
