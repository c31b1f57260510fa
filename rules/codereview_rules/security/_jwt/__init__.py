"""JSON Web Tokens that nobody verifies."""
