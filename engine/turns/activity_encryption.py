"""Encrypts what is secret in an activity while it is in the ledger.

That is the code of a sign-in. It is decrypted by the process that works on the activity, which may
be another one after a crash.
"""

import base64
import re
import secrets
from collections.abc import Collection
from hashlib import sha256
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from bot.activities.inbound import Inbound, Kind
from bot.http.json_body import JsonObject, read_object, write_json

#: The key of the encrypted part in a stored activity.
ENCRYPTED: Final = "unassignEncrypted"
#: A message can hold a code in the text and in its HTML copy.
_MESSAGE: Final = ("text", "attachments", "summary", "value")
#: What may be a code, alone or with a few words; not a part of an address. Longer messages are
#: lists.
_CODE: Final = re.compile(r"(?<![\w.@-])[A-Za-z]{4}\W{0,3}[2-9]{4}(?![.-]?[\w@])")
_LONGEST: Final = 200


class ActivityEncryption:
    """Encrypts and decrypts with a key that is not in the ledger."""

    def __init__(self, key: str = "") -> None:
        """Take any long random text; without one, what is encrypted ends with the process."""
        key = key or secrets.token_urlsafe(32)
        derived = sha256(f"unassign activities {key}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def encrypt(self, activity: JsonObject, inbound: Inbound) -> JsonObject:
        """The activity as it is stored: the same where nothing in it is secret."""
        keys = [key for key in _secret_keys(inbound) if key in activity]
        if not keys:
            return activity
        text = write_json({key: activity[key] for key in keys})
        rest = {key: part for key, part in activity.items() if key not in keys}
        return {**rest, ENCRYPTED: self._fernet.encrypt(text).decode()}

    def decrypt(self, stored: JsonObject) -> JsonObject:
        """The activity as it came; without its secret parts where the key is another one."""
        encrypted = stored.get(ENCRYPTED)
        if not isinstance(encrypted, str):
            return stored
        rest = {key: part for key, part in stored.items() if key != ENCRYPTED}
        try:
            return {**rest, **read_object(self._fernet.decrypt(encrypted))}
        except InvalidToken:
            return rest


def _secret_keys(inbound: Inbound) -> Collection[str]:
    text = inbound.text
    holds_code = len(text) <= _LONGEST and _CODE.search(text)
    return _MESSAGE if inbound.kind is Kind.MESSAGE and holds_code else ()
