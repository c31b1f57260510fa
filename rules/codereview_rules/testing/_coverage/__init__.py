"""What the rule on coverage is made of."""
