"""Which template tells a table honestly. In: a table as it was understood, what it is about. Out: proposals."""
