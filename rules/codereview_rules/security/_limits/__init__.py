"""Bounds on what strangers send: how often and how much."""
