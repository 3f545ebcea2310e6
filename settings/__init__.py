"""The settings of the bot, from environment variables, and the set-ups it refuses to start with."""

from settings.choices import Logs, Proof, SignIn
from settings.errors import SettingsError
from settings.model import Settings
from settings.read import read_settings

__all__ = ["Logs", "Proof", "Settings", "SettingsError", "SignIn", "read_settings"]
