"""What stands beside a definition that nothing names."""
