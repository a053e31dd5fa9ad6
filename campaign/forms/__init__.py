"""Forms made from a template's manifest, for every site that lets people fill one in: preview and studio."""
