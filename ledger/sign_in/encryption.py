"""Encryption of what no one but the bot may read; the keys stay outside of the ledger.

Fernet is AES-128-CBC with HMAC-SHA256 (https://cryptography.io/en/latest/fernet/). The first key
encrypts, all of them decrypt, so that a key can be replaced while the bot goes on.
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ledger.errors import KeyUnusable


class Encryption:
    """Seals texts for one owner each: moved to another row, a sealed text opens no more."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take Fernet keys, the newest first; `KeyUnusable` for none and for one that is no key."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise KeyUnusable from error

    def encrypt(self, text: str, owner: str) -> bytes:
        """Encrypt a text."""
        return self._fernet.encrypt(f"{owner}\n{text}".encode())

    def decrypt(self, encrypted: bytes, owner: str) -> str | None:
        """Decrypt; None when it is damaged, another owner's, or of a key that is not here."""
        try:
            said, _, text = self._fernet.decrypt(encrypted).decode().partition("\n")
        except InvalidToken:
            return None
        return text if said == owner else None

    def rotate(self, encrypted: bytes) -> bytes | None:
        """Encrypt with the first key what any of them can read; None when none can."""
        try:
            return self._fernet.rotate(encrypted)
        except InvalidToken:
            return None
