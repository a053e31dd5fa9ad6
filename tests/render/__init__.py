"""Tests of the render core."""
