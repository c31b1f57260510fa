"""What the rule on complexity is made of."""
