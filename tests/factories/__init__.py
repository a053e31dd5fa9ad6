"""Small valid values to test with."""
