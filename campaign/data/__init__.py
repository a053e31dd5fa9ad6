"""The Django app that keeps rows; convert is where rows meet core values."""
