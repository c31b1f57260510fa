"""What the rule on pools of connections is made of."""
