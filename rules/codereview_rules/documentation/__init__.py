"""Rules of the category documentation."""
