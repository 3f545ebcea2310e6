"""The error of a wrong setting."""


class SettingsError(Exception):
    """Raised for settings that the bot does not start with; the message names the setting."""
