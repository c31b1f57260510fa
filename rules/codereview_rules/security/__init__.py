"""Rules of the category security."""
