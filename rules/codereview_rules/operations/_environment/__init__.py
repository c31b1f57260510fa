"""What the rule on environment keys is made of."""
