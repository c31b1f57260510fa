"""Tests that ask real hosts, or wait."""
