"""Whether a test can fail for another reason than an exception of the code that it runs."""
