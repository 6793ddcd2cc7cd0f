"""Builds the image and its inventory; none of this is in the image."""
