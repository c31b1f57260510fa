"""What handlers catch and hide, what functions raise, and what becomes of tasks: the parts of the rules on errors."""
