"""The settings that the bot starts with, checked."""

from typing import Self

from pydantic import model_validator

from settings.checks import check
from settings.fields import SettingsFields
from settings.reminders import check_zone


class Settings(SettingsFields):
    """Every setting. Raises `SettingsError` for settings that are unsafe or can't work."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        check(self)
        _ = self.schedule
        check_zone(self.time_zone)
        return self
