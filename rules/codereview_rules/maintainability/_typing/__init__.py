"""How annotations are spelled."""
