"""What is printed and logged: for the rule on sensitive values in output."""
