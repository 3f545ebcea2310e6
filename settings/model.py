"""The settings that the bot starts with: given, and checked."""

from typing import Self

from pydantic import model_validator

from settings.checks import check
from settings.fields import SettingsFields
from settings.reminders import check_zone


class Settings(SettingsFields):
    """Every setting. Raises `SettingsError` for a set-up that would be unsafe or could not work."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        check(self)
        _ = self.schedule
        check_zone(self.time_zone)
        return self
