"""The settings of a rehearsal's bot, stored next to its ledger for other commands."""

from collections.abc import Mapping
from pathlib import Path

_NAME = "bot.env"


def keep_environment(folder: Path, environment: Mapping[str, str]) -> None:
    """Write the settings; they give access to nothing real."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{name}={value}\n" for name, value in environment.items())
    (folder / _NAME).write_text("".join(lines), encoding="utf-8")


def read_environment(folder: Path) -> Mapping[str, str]:
    """Read the settings; empty if no rehearsal was started."""
    try:
        text = (folder / _NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    pairs = (line.partition("=") for line in text.splitlines())
    return {name: value for name, _, value in pairs}
