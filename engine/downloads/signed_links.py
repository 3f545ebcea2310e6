"""Download links: signed, for one plan or run, and valid for a day.

The link itself is the permission, because it opens in a browser where Teams does not sign in. So it
is short-lived, can't be guessed, and names no one.

Cards in the ledger hold placeholders, which open nothing: each becomes a link as its card leaves.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import jwt

from licensing.clock import Clock

#: How long a link works.
LIFETIME = timedelta(hours=24)
_ALGORITHM = "HS256"
#: The audience of a placeholder, and how its last part begins.
_UNSIGNED = "unsigned"
_MARK = "~"


class Sheet(StrEnum):
    """What can be downloaded."""

    PLAN = "plan"
    RUN = "run"
    CALENDAR = "calendar"
    UPCOMING = "upcoming"
    #: Not to be downloaded: what a card that offers a file carries.
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Download:
    """What a valid link refers to."""

    sheet: Sheet
    subject: str


@dataclass(frozen=True, slots=True)
class FileOffer:
    """A run's table that was offered to one person, to be saved by Teams."""

    #: The card in the chat that offers it.
    slot: str
    run: str
    tenant: str
    person: str
    #: What the file is called.
    name: str


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

    def plan_csv(self, plan: str) -> str:
        """Make the placeholder of a plan's table."""
        return self._make(Sheet.PLAN, plan)

    def run_csv(self, run: str) -> str:
        """Make the placeholder of the table of a run's outcomes."""
        return self._make(Sheet.RUN, run)

    def calendar_csv(self, run: str) -> str:
        """Make the placeholder of the table of a run's grace periods."""
        return self._make(Sheet.CALENDAR, run)

    def upcoming_csv(self, tenant: str, owner: str | None) -> str:
        """Make the placeholder of the table of grace periods, of one owner's runs or of all."""
        return self._make(Sheet.UPCOMING, f"{tenant}/{owner or ''}")

    def read(self, token: str) -> Download | None:
        """Read a link back; None when it is forged, damaged or too old."""
        claims = self._claims(token)
        if claims is None or claims["aud"] == Sheet.OFFER:
            return None
        return Download(Sheet(claims["aud"]), str(claims["sub"]))

    def offer(self, offer: FileOffer) -> str:
        """Sign what the card that offers a file carries, so that its answer can be trusted."""
        more = {"slot": offer.slot, "tid": offer.tenant, "oid": offer.person, "name": offer.name}
        return self._sign(Sheet.OFFER, offer.run, **more)

    def read_offer(self, token: str) -> FileOffer | None:
        """Read an offer back; None when it is forged, damaged or too old."""
        claims = self._claims(token)
        if claims is None or claims["aud"] != Sheet.OFFER:
            return None
        slot, run, tenant, person, name = (
            str(claims.get(key, "")) for key in ("slot", "sub", "tid", "oid", "name")
        )
        return FileOffer(slot, run, tenant, person, name)

    def _signed(self, found: re.Match[bytes]) -> bytes:
        # Only our own become links: a name on a card can look like one.
        try:
            claims = jwt.decode(found[1], self.key, algorithms=[_ALGORITHM], audience=_UNSIGNED)
            token = self._sign(Sheet(claims["sheet"]), str(claims["sub"]))
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
            known = claims["aud"] in set(Sheet)
        except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError, OSError):
            return None
        return claims if known and self.clock.now() < fresh else None

    def _make(self, sheet: Sheet, subject: str) -> str:
        claims = {"aud": _UNSIGNED, "sheet": sheet, "sub": subject}
        placeholder = jwt.encode(claims, self.key, algorithm=_ALGORITHM)
        return f"{self.public_url}/downloads/{_MARK}{placeholder}"

    def _sign(self, sheet: Sheet, subject: str, **more: str) -> str:
        expires = self.clock.now() + LIFETIME
        claims = {"aud": sheet, "sub": subject, "exp": int(expires.timestamp()), **more}
        return jwt.encode(claims, self.key, algorithm=_ALGORITHM)
