"""`app.py keys`: make the keys that the settings need."""

import sys

from settings.keys import KEYS, add_keys
from settings.read import ENV_FILE


def keys(*, printed: bool = False) -> int:
    """Add missing keys to the file of settings, or print new ones; returns 2 on failure."""
    if printed:
        for name, make in KEYS.items():
            print(f"{name}={make()}")
        return 0
    try:
        made = add_keys(ENV_FILE, KEYS)
    except (OSError, UnicodeDecodeError):
        print(f"{ENV_FILE.absolute()} can't be changed. It must be a text file.", file=sys.stderr)
        return 2
    said = f"Added {' and '.join(made)} to" if made else "Nothing was added: all keys are in"
    print(f"{said} {ENV_FILE.absolute()}.")
    return 0
