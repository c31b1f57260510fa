"""Types in signatures that say less than the code knows."""
