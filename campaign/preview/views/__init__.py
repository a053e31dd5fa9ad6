"""The preview's pages and what they fetch."""
