"""The safe: tokens of people as texts, each look and each write in a transaction of its own.

Signing in and out are written into the journal with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from ledger.errors import KeyMissing
from ledger.ledger import Ledger
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.tokens import TokenRow
from licensing.clock import Clock
from licensing.journal import EntryKind, Note

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class StoredToken:
    """What is kept of a person. The text is empty when no key here opens it."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class TokenStore:
    """Keeps one text for each person, encrypted."""

    ledger: Ledger
    encryption: Encryption
    clock: Clock

    async def read(self, tenant: str, person: str) -> StoredToken | None:
        """Read what is kept of a person."""
        async with self.ledger.read(brief=True) as unit:
            row = await unit.tokens.get(tenant, person)
        return self._opened(row) if row else None

    async def write(self, tenant: str, person: str, text: str, before: int) -> bool:
        """Write over the version that was read; False when another write came meanwhile."""
        encrypted = self.encryption.encrypt(text, owner_of(tenant, person))
        async with self.ledger.begin(brief=True) as unit:
            return await unit.tokens.put(tenant, person, encrypted, before)

    async def replace(self, tenant: str, person: str, text: str) -> None:
        """Write whatever stood there: the person has just signed in."""
        encrypted = self.encryption.encrypt(text, owner_of(tenant, person))
        async with self.ledger.begin(brief=True) as unit:
            await unit.tokens.replace(tenant, person, encrypted)
            await unit.journal.append(tenant, self.clock.now(), Note(EntryKind.SIGNED_IN, person))

    async def drop(self, tenant: str, person: str, before: int | None = None) -> bool:
        """Forget a person, or only the version that was read; False when there was no such one.

        Without a version the person wants it so; with one the tenant does not take it any longer.
        """
        async with self.ledger.begin(brief=True) as unit:
            row = await unit.tokens.get(tenant, person)
            if row is None or before not in {None, row.version}:
                return False
            kind = EntryKind.SIGNED_OUT if before is None else EntryKind.SIGN_IN_ENDED
            await unit.journal.append(tenant, self.clock.now(), Note(kind, person))
            return await unit.tokens.delete(tenant, person)

    async def people(self) -> Sequence[tuple[str, str]]:
        """Of whom something is kept: tenants and persons."""
        async with self.ledger.read() as unit:
            return await unit.tokens.people()

    async def rotate(self) -> int:
        """Encrypt everything with the first key; afterwards the other keys can go.

        Raises `KeyMissing`, and changes nothing, where no key can read a row: with the right key
        everyone stays signed in.
        """
        async with self.ledger.begin() as unit:
            rows = await unit.tokens.all()
            renewed = [(row, self.encryption.rotate(row.encrypted)) for row in rows]
            if any(encrypted is None for _, encrypted in renewed):
                raise KeyMissing
            for row, encrypted in renewed:
                if encrypted is not None:
                    await unit.tokens.put(row.tenant, row.person, encrypted, row.version)
        return len(rows)

    def _opened(self, row: TokenRow) -> StoredToken:
        text = self.encryption.decrypt(row.encrypted, owner_of(row.tenant, row.person))
        if text is None:
            _log.warning("stored_token_unreadable")
        return StoredToken(text or "", row.version)


def owner_of(tenant: str, person: str) -> str:
    """Whom a sealed text belongs to."""
    return f"{tenant}/{person}"
