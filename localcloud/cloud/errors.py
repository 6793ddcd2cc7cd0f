"""What goes wrong with an embedded cloud, in words that say what to do."""


class CloudError(Exception):
    """Something cannot be done; the message is for the person at the terminal."""
