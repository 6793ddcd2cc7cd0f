"""What tells people that something is wrong, and what keeps copies."""
