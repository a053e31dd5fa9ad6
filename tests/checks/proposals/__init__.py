"""Pictures are proposed that tell a table honestly."""
