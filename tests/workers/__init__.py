"""Tests of the workers, with a real broker and real worker processes."""
