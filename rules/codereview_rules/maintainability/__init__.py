"""Rules of the category maintainability."""
