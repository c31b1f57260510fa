"""Parts of rules on routes."""
