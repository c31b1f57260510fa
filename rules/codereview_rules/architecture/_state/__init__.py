"""State that modules keep, and who changes it."""
