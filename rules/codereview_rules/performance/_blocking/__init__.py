"""Which calls block, and which functions reach them: the parts of the rule on blocking calls in coroutines."""
