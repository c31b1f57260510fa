"""From facts back to nodes of syntax, for rules of all categories."""
