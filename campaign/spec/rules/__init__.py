"""What a material must pass: every rule with its limits and where they come from, in one table."""
