"""Checks hold at their limits."""
