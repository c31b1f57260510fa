"""Functions that decide who gets in, and how they fail."""
