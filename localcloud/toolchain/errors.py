"""What goes wrong with the programs of the embedded cloud, in words that say what to do."""


class ToolchainError(Exception):
    """A program is absent or cannot be installed; the message is for the person at the terminal."""
