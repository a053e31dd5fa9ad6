"""Good and bad pictures for every rule that looks at pixels: what the checks must find, and what they must leave
alone."""
