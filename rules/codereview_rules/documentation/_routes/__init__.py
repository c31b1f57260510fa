"""What the description of an API says of its routes."""
