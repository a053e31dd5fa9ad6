"""Words that degrade people or frame them as a threat, by language, with their sources (checks.md E9)."""
