"""Content and template to pixels, through ports. Pure: no clock, no network, no processes."""
