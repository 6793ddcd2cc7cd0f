"""When an object of a kind is ready, when it has failed, and what keeps it."""
