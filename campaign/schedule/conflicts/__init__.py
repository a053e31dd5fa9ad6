"""What speaks against a schedule: one module a question, `listing` asks them all. Pure."""
