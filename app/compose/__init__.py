"""The app for who has Docker: a compose file and what makes its secrets."""
