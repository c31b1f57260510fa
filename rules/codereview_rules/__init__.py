"""The built-in rules: one fault, one file, one class, in folders by category."""
