"""What the rule on committed files is made of."""
