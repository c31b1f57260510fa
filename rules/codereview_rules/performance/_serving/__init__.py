"""What runs when a request is served, as far as models are concerned."""
