"""What a wrong setting leads to."""


class SettingsError(Exception):
    """A set-up that the bot does not start with; the message names the setting."""
