"""Set-up that tests repeat."""
