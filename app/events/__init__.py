"""Events for open pages, over Redis pub/sub: fire and forget, the truth is at each object's address."""
