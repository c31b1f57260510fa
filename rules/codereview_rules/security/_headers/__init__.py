"""Examples of services with and without headers of protection."""
