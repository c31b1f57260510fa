"""One function's flows: what reaches its sinks, its calls, its result and its object's attributes."""
