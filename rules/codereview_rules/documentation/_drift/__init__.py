"""What documents say against what the code has."""
