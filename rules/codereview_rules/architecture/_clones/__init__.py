"""Copies: which of them are kept beside each other for a reason."""
