"""Examples of calls to other services with and without retries."""
