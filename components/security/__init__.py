"""Keys and who may reach what."""
