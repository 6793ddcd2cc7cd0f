"""PostgreSQL: pools, replicas, routing, roles and migrations."""
