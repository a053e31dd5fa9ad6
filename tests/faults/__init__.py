"""Tests of what happens when machines fail: real processes, really killed."""
