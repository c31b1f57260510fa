"""What rules on running services share: what is deployed, what it imports and requires."""
