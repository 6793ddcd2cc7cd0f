"""One start script per process of the image."""
