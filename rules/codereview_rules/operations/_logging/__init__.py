"""What the rule on the configuration of logging is made of."""
