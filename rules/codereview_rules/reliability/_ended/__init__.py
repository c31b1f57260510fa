"""Examples of the rules on ended things and dead code."""
