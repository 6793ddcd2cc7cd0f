"""What to build: the phase, the installation, and the one bill of materials."""
