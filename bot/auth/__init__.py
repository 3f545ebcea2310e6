"""Authentication of requests, and the bot's own credentials."""
