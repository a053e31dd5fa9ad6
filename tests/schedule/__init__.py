"""Flights, days, rotation and releases."""
