"""What the real Pulumi engine needs on a machine without the official installation."""
