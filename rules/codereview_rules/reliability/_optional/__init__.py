"""Parts of the rules on values that can be None or empty."""
