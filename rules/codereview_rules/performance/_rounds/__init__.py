"""Calls to other machines that are made one after the other."""
