"""Encrypts what only the bot may read; the keys are not in the ledger.

Fernet is AES-128-CBC with HMAC-SHA256 (https://cryptography.io/en/latest/fernet/). The first key
encrypts, all of them decrypt, so that a key can be replaced while the bot runs.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ledger.errors import KeyUnusable


class Encryption:
    """Encrypts texts, each for one owner: in another owner's row it can't be decrypted."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Accept Fernet keys, the newest first; `KeyUnusable` for none or an invalid one."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
            self._keys = tuple(keys)
        except ValueError as error:
            raise KeyUnusable from error

    def encrypt(self, text: str, owner: str) -> bytes:
        """Encrypt a text."""
        return self._fernet.encrypt(f"{owner}\n{text}".encode())

    def decrypt(self, encrypted: bytes, owner: str) -> str | None:
        """Decrypt; None if it is damaged, another owner's, or encrypted with an unknown key."""
        try:
            said, _, text = self._fernet.decrypt(encrypted).decode().partition("\n")
        except InvalidToken:
            return None
        return text if said == owner else None

    def fingerprints(self, text: str, owner: str) -> tuple[str, ...]:
        """Hashes of a short text that no one can try out without a key; by each key, newest first.

        Hexadecimal HMAC-SHA256.
        """
        said = f"{owner}\n{text}".encode()
        return tuple(hmac.new(key.encode(), said, sha256).hexdigest() for key in self._keys)

    def rotate(self, encrypted: bytes) -> bytes | None:
        """Encrypt again with the first key; None if no key can decrypt it."""
        try:
            return self._fernet.rotate(encrypted)
        except InvalidToken:
            return None
