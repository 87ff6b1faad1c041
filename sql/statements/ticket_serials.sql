SELECT ticket_serials()
