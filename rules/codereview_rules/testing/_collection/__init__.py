"""What test runners leave out."""
