"""What the rule on type checkers is made of."""
