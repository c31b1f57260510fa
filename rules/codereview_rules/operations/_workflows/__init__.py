"""What makes a workflow unsafe, one question a module."""
