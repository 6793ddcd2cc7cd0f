"""Real backing services on free loopback ports, for tests and for trying the app out."""
