"""Constants and defaults of environment variables, as files say them."""
