"""What is made to be kept, and where it is made over and over."""
