"""A release, a channel and a moment to the bytes a player fetches. Pure."""
