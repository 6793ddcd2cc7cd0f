"""The FastAPI apps: the services of phase 3."""
