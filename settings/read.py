"""Reads the settings from the environment and from a file."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from dotenv.parser import parse_stream
from pydantic import AliasChoices, ValidationError

from settings.errors import SettingsError
from settings.model import Settings

PREFIX = "UNASSIGN_"
#: The file of settings, in the folder where the bot is started.
ENV_FILE: Final = Path(".env")
#: UTF-8, also as Windows writes it.
ENCODING: Final = "utf-8-sig"


def read_settings() -> Settings:
    """Read all settings; the environment precedes the file.

    Raises `SettingsError`, whose message never repeats a value.
    """
    file = env_file()
    _check_names([*os.environ, *_written(file)])
    source: dict[str, Any] = {"_env_file": file, "_env_file_encoding": ENCODING}
    try:
        settings = Settings(**source)
    except ValidationError as error:
        raise SettingsError(" ".join(_fault(**fault) for fault in error.errors())) from None
    # Refuse a wrong table at the start rather than at the first preview.
    settings.price_table()
    return settings


def env_file() -> Path | None:
    """The file of settings if there is one. A rehearsal reads none: it may be that of a tenant."""
    rehearsal = os.environ.get(names("rehearsal_url")[0])
    return ENV_FILE if not rehearsal and ENV_FILE.is_file() else None


def second_names() -> Mapping[str, str]:
    """The settings that are read from another name than their own, by that name."""
    file = _written(env_file())
    given = {name.upper() for name, value in {**file, **os.environ}.items() if value}
    found = {}
    for field in Settings.model_fields:
        first, *_ = all_names = names(field)
        used = next((name for name in all_names if name in given), first)
        if used != first:
            found[used] = first
    return found


def names(field: str) -> tuple[str, ...]:
    """The environment variables that a field is read from, in order of precedence."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(choice) for choice in alias.choices)
    return (f"{PREFIX}{field.upper()}",)


def _written(file: Path | None) -> Mapping[str, str | None]:
    """The names and values in a file. Raises `SettingsError` if it can't be read as a whole."""
    if file is None:
        return {}
    try:
        with file.open(encoding=ENCODING) as lines:
            bindings = list(parse_stream(lines))
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{file} can't be read. It must be a text file in UTF-8.") from None
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            # Empty lines before it belong to it.
            text = binding.original.string
            empty = text[: len(text) - len(text.lstrip())].count("\n")
            raise SettingsError(
                f"Line {binding.original.line + empty} of {file} can't be read. A line is "
                "NAME=value; put a value with spaces or special characters in single quotes."
            )
    return {binding.key: binding.value for binding in bindings if binding.key}


def _check_names(given: Iterable[str]) -> None:
    """Refuse UNASSIGN_ names that no setting has; most likely they are misspelled."""
    known = {name for field in Settings.model_fields for name in names(field)}
    ours = {name.upper() for name in given}
    unknown = sorted(n for n in ours if n.startswith(PREFIX) and n not in known)
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        raise SettingsError(f"Unknown setting{plural}: {', '.join(unknown)}.")


def _fault(*, loc: tuple[int | str, ...], msg: str, **_: object) -> str:
    place = ".".join(map(str, loc))
    name = names(place)[0] if place in Settings.model_fields else place
    return f"{name} is wrong. {msg}."
