"""Ratios measured side by side."""
