"""The Flask app: the monolith of phases 1 and 2, and the platform of phase 3."""
