"""Stand-ins for the outside world, tested themselves."""
