"""Frozen values every layer shares. In: nothing. Out: types."""
