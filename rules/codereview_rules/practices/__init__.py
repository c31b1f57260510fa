"""Practices: strengths that are proved, one module each."""
