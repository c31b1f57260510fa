"""Where values from outside end up: the parts of rules that follow them."""
