"""The settings of the bot, read from environment variables and checked."""

from settings.choices import AppCredential, Logs, SignIn
from settings.errors import SettingsError
from settings.model import Settings
from settings.read import read_settings

__all__ = ["AppCredential", "Logs", "Settings", "SettingsError", "SignIn", "read_settings"]
