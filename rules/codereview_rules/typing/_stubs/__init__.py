"""Packages without types of their own for which stubs are published."""
