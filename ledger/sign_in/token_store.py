"""The token store: token caches of people, each read and write in its own transaction.

Sign-ins and sign-outs are added to the journal in the same transaction.
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
    """A person's token cache. The text is empty if no key can decrypt it."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class TokenStore:
    """Stores one encrypted text for each person."""

    ledger: Ledger
    encryption: Encryption
    clock: Clock

    async def read(self, tenant: str, person: str) -> StoredToken | None:
        """Read a person's token cache."""
        async with self.ledger.read(brief=True) as unit:
            row = await unit.tokens.get(tenant, person)
        return self._opened(row) if row else None

    async def write(self, tenant: str, person: str, text: str, before: int) -> bool:
        """Replace the version that was read; False if another write happened meanwhile."""
        encrypted = self.encryption.encrypt(text, owner_of(tenant, person))
        async with self.ledger.begin(brief=True) as unit:
            return await unit.tokens.put(tenant, person, encrypted, before)

    async def replace(self, tenant: str, person: str, text: str) -> None:
        """Replace any version: the person has just signed in."""
        encrypted = self.encryption.encrypt(text, owner_of(tenant, person))
        async with self.ledger.begin(brief=True) as unit:
            await unit.tokens.replace(tenant, person, encrypted)
            await unit.journal.append(tenant, self.clock.now(), Note(EntryKind.SIGNED_IN, person))

    async def drop(self, tenant: str, person: str, before: int | None = None) -> bool:
        """Delete a person's tokens, or only the version that was read; False if there was none.

        Without a version the person signs out; with one the tenant rejected the tokens.
        """
        async with self.ledger.begin(brief=True) as unit:
            row = await unit.tokens.get(tenant, person)
            if row is None or before not in {None, row.version}:
                return False
            kind = EntryKind.SIGNED_OUT if before is None else EntryKind.SIGN_IN_ENDED
            await unit.journal.append(tenant, self.clock.now(), Note(kind, person))
            return await unit.tokens.delete(tenant, person)

    async def people(self) -> Sequence[tuple[str, str]]:
        """People with stored tokens: pairs of tenant and person."""
        async with self.ledger.read() as unit:
            return await unit.tokens.people()

    async def rotate(self) -> int:
        """Encrypt everything with the first key; afterwards the other keys can be removed.

        Raises `KeyMissing`, and changes nothing, if no key can decrypt a row: with the right key
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
    """The owner of an encrypted text."""
    return f"{tenant}/{person}"
