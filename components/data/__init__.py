"""The stores of the platform."""
