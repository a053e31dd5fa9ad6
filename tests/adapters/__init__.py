"""Tests of the adapters, with the real programs where there are any."""
