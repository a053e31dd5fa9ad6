"""The designers' templates, drawn by the real engine."""
