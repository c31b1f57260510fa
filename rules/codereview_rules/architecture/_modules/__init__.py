"""How modules stand to each other."""
