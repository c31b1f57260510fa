"""The one walk over a file's syntax tree, in parts: each module adds what it names to the one before."""
