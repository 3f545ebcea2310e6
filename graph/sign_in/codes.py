"""The short code of a finished window: easy to read out and to type, good for one person only."""

import secrets

#: Without letters and digits that look alike.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


def new_code() -> str:
    """Make a code such as ABCD-2345."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{letters}-{''.join(secrets.choice(_DIGITS) for _ in range(4))}"


def tidied(code: str) -> str:
    """Read a code however it was typed."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return f"{plain[:4]}-{plain[4:]}"
