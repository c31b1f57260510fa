"""Configuration of tests that nobody reads."""
