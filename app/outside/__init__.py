"""The outside systems the app calls, each behind a port of the domain."""
