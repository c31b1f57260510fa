"""Numbers in conditions."""
