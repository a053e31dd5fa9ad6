"""The studio's pages, by role and language."""
