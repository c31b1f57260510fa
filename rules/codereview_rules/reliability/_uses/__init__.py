"""What the rules on imports, attributes and calls share."""
