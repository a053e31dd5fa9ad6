"""The designers' preview: every template in every format and language, redrawn as files and values change."""
