"""What no test reaches."""
