"""Makes the keys that the settings need, and adds them to a file of settings."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet

from settings.read import ENCODING

#: Makes a key.
Maker = Callable[[], str]


def random_key() -> str:
    """Return 32 random bytes in URL-safe Base64: a key to encrypt or to sign with."""
    return Fernet.generate_key().decode()


#: The settings that are keys.
KEYS: Final[Mapping[str, Maker]] = {
    "UNASSIGN_TOKEN_KEYS": random_key,
    "UNASSIGN_LINK_KEY": random_key,
}


def add_keys(file: Path, makers: Mapping[str, Maker]) -> list[str]:
    """Add the keys that a file lacks, and return their names. Keys that it has stay as they are.

    A new file is readable only by its owner (not on Windows, where the folder decides).
    Raises `OSError` and `UnicodeDecodeError`.
    """
    text = file.read_text(encoding=ENCODING) if file.exists() else ""
    pairs = [line.partition("=") for line in text.splitlines()]
    there = {name.strip() for name, _, value in pairs if value.strip()}
    missing = [name for name in makers if name not in there]
    if missing:
        lines = "".join(f"{name}={makers[name]()}\n" for name in missing)
        file.touch(mode=0o600)
        gap = "" if not text or text.endswith("\n") else "\n"
        file.write_text(f"{text}{gap}{lines}", encoding="utf-8", newline="\n")
    return missing
