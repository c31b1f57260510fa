"""What the rules on database models are made of."""
