"""Uses of what the project defines itself, held against the definitions: imports, attributes, calls."""
