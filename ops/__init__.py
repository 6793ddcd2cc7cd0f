"""What engineers run around Pulumi."""
