"""Download links: signed, for one plan or run, and valid for a day.

The link itself is the permission, because it opens in a browser where Teams does not sign in. So it
is short-lived, can't be guessed, and names no one.

Cards in the ledger hold placeholders, which open nothing: each becomes a link as its card leaves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import jwt

from licensing.clock import Clock
from licensing.tenant.person_language import PersonLanguage

#: How long a link works.
LIFETIME = timedelta(hours=24)
_ALGORITHM = "HS256"
#: The audience of a placeholder, and how its last part begins.
_UNSIGNED = "unsigned"
_MARK = "~"


class FileKind(StrEnum):
    """What can be downloaded."""

    PLAN = "plan"
    RUN = "run"
    CALENDAR = "calendar"
    UPCOMING = "upcoming"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class Download:
    """What a valid link refers to."""

    kind: FileKind
    subject: str
    #: In whose language.
    reader: PersonLanguage = PersonLanguage()  # noqa: RUF009 - it is frozen


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """Makes placeholders, turns them into links, and reads links back."""

    public_url: str
    key: str
    clock: Clock

    def sign(self, body: bytes) -> bytes:
        """The JSON of a card as it leaves: links take the place of placeholders."""
        start = f"{self.public_url}/downloads/{_MARK}".encode()
        if start not in body:
            return body
        return re.sub(re.escape(start) + rb"([\w.-]+)", self._signed, body)

    def plan_file(self, plan: str, reader: PersonLanguage) -> str:
        """Make the placeholder of a plan's table."""
        return self._make(FileKind.PLAN, plan, reader)

    def run_file(self, run: str, reader: PersonLanguage) -> str:
        """Make the placeholder of the table of a run's outcomes."""
        return self._make(FileKind.RUN, run, reader)

    def calendar_file(self, run: str, reader: PersonLanguage) -> str:
        """Make the placeholder of the table of a run's grace periods."""
        return self._make(FileKind.CALENDAR, run, reader)

    def upcoming_file(self, tenant: str, owner: str | None, reader: PersonLanguage) -> str:
        """Make the placeholder of the table of grace periods, of one owner's runs or of all."""
        return self._make(FileKind.UPCOMING, f"{tenant}/{owner or ''}", reader)

    def findings_file(self, tenant: str, person: str, reader: PersonLanguage) -> str:
        """Make the placeholder of the table of what a person's search has found."""
        return self._make(FileKind.FINDINGS, f"{tenant}/{person}", reader)

    def read(self, token: str) -> Download | None:
        """Read a link back; None when it is forged, damaged or too old."""
        claims = self._claims(token)
        if claims is None:
            return None
        return Download(FileKind(claims["aud"]), str(claims["sub"]), _reader(claims))

    def _signed(self, found: re.Match[bytes]) -> bytes:
        # Only our own become links: a name on a card can look like one.
        try:
            claims = jwt.decode(found[1], self.key, algorithms=[_ALGORITHM], audience=_UNSIGNED)
            token = self._sign(FileKind(claims["kind"]), str(claims["sub"]), _reader(claims))
        except (jwt.PyJWTError, ValueError, KeyError):
            return found[0]
        return f"{self.public_url}/downloads/{token}".encode()

    def _claims(self, token: str) -> dict[str, Any] | None:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.key,
                algorithms=[_ALGORITHM],
                options={
                    "require": ["exp", "sub", "aud"],
                    "verify_aud": False,
                    "verify_exp": False,
                },
            )
            fresh = datetime.fromtimestamp(claims["exp"], tz=self.clock.now().tzinfo)
            known = claims["aud"] in set(FileKind)
        except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError, OSError):
            return None
        return claims if known and self.clock.now() < fresh else None

    def _make(self, kind: FileKind, subject: str, reader: PersonLanguage) -> str:
        claims = {"aud": _UNSIGNED, "kind": kind, "sub": subject, **_language(reader)}
        placeholder = jwt.encode(claims, self.key, algorithm=_ALGORITHM)
        return f"{self.public_url}/downloads/{_MARK}{placeholder}"

    def _sign(self, kind: FileKind, subject: str, reader: PersonLanguage) -> str:
        expires = int((self.clock.now() + LIFETIME).timestamp())
        claims = {"aud": kind, "sub": subject, "exp": expires, **_language(reader)}
        return jwt.encode(claims, self.key, algorithm=_ALGORITHM)


def _language(reader: PersonLanguage) -> dict[str, str]:
    return {"locale": reader.locale, "language": reader.chosen}


def _reader(claims: Mapping[str, Any]) -> PersonLanguage:
    return PersonLanguage(str(claims.get("locale", "")), str(claims.get("language", "")))
