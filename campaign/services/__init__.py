"""Transactions: the only code that writes rows."""
