"""Flights to a frozen release: days, rotation, conflicts. Pure."""
