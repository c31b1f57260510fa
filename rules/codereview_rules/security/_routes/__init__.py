"""Which routes are open, and whether they should be: the parts of rules."""
