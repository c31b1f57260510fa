"""Requests that another site makes."""
