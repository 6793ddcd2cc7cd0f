"""What must hold of a phase beyond its shape."""
