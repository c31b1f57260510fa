"""Rules of the category operations."""
