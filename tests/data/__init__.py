"""Rows and values meet."""
