"""Rules of the category typing."""
