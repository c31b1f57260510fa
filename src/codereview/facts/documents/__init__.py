"""What the documents of a repository say, and what its docstrings say of its code."""
