"""The composition root: makes the parts of the bot from the settings."""
