"""Parts of the rule on coroutines that are never awaited."""
