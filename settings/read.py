"""Reads the settings from the environment."""

import os
from collections.abc import Iterable

from pydantic import AliasChoices, ValidationError

from settings.errors import SettingsError
from settings.model import Settings

PREFIX = "UNASSIGN_"


def read_settings() -> Settings:
    """Read all settings. Raises `SettingsError`, whose message never repeats a value."""
    _check_names(os.environ)
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(" ".join(_fault(**fault) for fault in error.errors())) from None
    # Refuse a wrong table at the start rather than at the first preview.
    settings.price_table()
    return settings


def names(field: str) -> tuple[str, ...]:
    """The environment variables that a field is read from, in order of precedence."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(choice) for choice in alias.choices)
    return (f"{PREFIX}{field.upper()}",)


def _check_names(given: Iterable[str]) -> None:
    """Refuse UNASSIGN_ names that no setting has; most likely they are misspelled."""
    known = {name for field in Settings.model_fields for name in names(field)}
    ours = (name.upper() for name in given)
    unknown = sorted(n for n in ours if n.startswith(PREFIX) and n not in known)
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        raise SettingsError(f"Unknown setting{plural}: {', '.join(unknown)}.")


def _fault(*, loc: tuple[int | str, ...], msg: str, **_: object) -> str:
    place = ".".join(map(str, loc))
    name = names(place)[0] if place in Settings.model_fields else place
    return f"{name} is wrong. {msg}."
