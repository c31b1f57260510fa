"""What the rule on indexes is made of."""
