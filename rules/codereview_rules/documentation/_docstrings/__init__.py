"""Docstrings against signatures."""
