"""The backend of a small shop."""
