"""Values that are to be unguessable, and what they are made of."""
