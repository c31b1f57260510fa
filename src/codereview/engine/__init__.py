"""Facts x rules -> findings and outcomes: the pool, the cache, and the isolation of what crashes."""
