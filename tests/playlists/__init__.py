"""Playlists in every format."""
