"""Sizes of functions and classes."""
