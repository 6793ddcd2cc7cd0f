"""The migrations: one history per service, in that service's own schema."""
