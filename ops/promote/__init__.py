"""Moving the one live system from a phase to the next."""
