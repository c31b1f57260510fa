"""What a project says that it needs: manifests and lock files read from their text, nothing resolved or built."""
