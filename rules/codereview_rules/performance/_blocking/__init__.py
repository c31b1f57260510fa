"""Which calls block, and which functions reach them: the parts of a rule."""
