"""What the rule on migrations is made of."""
