SELECT metrics()
