"""What DEP001 needs: who uses a package, how to tell it, examples."""
