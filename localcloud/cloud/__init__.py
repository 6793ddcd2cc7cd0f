"""The life of an embedded cloud: made, started, used, moved, stopped."""
