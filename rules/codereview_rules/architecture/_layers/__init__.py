"""Layers: packages by the height at which they stand."""
