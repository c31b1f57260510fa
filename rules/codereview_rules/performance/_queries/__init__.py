"""What a database query is, for each library, and when a loop repeats it."""
