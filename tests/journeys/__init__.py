"""Whole days of the four people in Chromium, each from an empty installation."""
