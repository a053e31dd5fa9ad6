"""Tests, on the same paths as the source."""
