"""Materials to findings: one small pure function a rule."""
