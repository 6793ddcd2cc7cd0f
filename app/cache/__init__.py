"""Redis: the cache of answers, and the connections to it."""
