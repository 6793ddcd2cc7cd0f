"""The SoftFactory reference app: one image, several processes, from monolith to services."""
