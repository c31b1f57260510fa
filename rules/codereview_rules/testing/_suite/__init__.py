"""What keeps a suite from starting."""
