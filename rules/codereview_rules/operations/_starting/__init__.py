"""What the rule on start commands is made of."""
