"""PostgreSQL as Django's own backend has it, but that nobody waits for ever for a server that fell silent."""
