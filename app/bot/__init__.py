"""The Telegram bot: a client of the API, for who would rather write than click."""
