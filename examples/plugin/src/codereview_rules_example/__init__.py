"""Rules of an invented company, Acme: one module each, found through the entry point of this package."""
