"""Sign-in requests and their windows, each step in its own transaction."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ledger.ledger import Ledger
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.sign_ins import SignInRow
from ledger.sign_in.token_store import owner_of
from licensing.clock import Clock
from licensing.journal import EntryKind, Note

#: Lifetime of a request's button.
ASKED: Final = timedelta(hours=24)
#: Lifetime of a finished window's code.
CODE: Final = timedelta(minutes=10)
#: Maximum number of wrong codes; then the results of the windows are deleted.
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Request:
    """A request to one person to sign in."""

    id: str
    tenant: str
    person: str
    claims: str | None
    #: Whether the client's single sign-on token was accepted; None before it came.
    exchanged: bool | None


@dataclass(frozen=True, slots=True)
class SignInRequests:
    """Stores requests to sign in."""

    ledger: Ledger
    encryption: Encryption
    clock: Clock

    async def ask(
        self, new_id: str, tenant: str, person: str, conversation: str, claims: str | None
    ) -> Request:
        """Store a new request."""
        now = self.clock.now()
        row = SignInRow(new_id, tenant, person, conversation, claims, now + ASKED)
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.sweep(now)
            await unit.sign_ins.add(row)
        return _request(row)

    async def ask_once(
        self, new_id: str, tenant: str, person: str, conversation: str, claims: str | None
    ) -> Request:
        """Store a request unless the conversation has an open one; safe with several replicas."""
        now = self.clock.now()
        row = SignInRow(new_id, tenant, person, conversation, claims, now + ASKED)
        async with self.ledger.begin(brief=True) as unit:
            await unit.conversations.lock(conversation)
            found = await unit.sign_ins.asked(tenant, person, conversation, now)
            if found and not found.exchanged:
                return _request(found)
            await unit.sign_ins.add(row)
        return _request(row)

    async def open_request(self, tenant: str, person: str, conversation: str) -> Request | None:
        """Find an open request in a conversation."""
        async with self.ledger.read(brief=True) as unit:
            row = await unit.sign_ins.asked(tenant, person, conversation, self.clock.now())
        return _request(row) if row and not row.exchanged else None

    async def find(self, id: str) -> Request | None:  # noqa: A002
        """Find a request by its id."""
        async with self.ledger.read(brief=True) as unit:
            row = await unit.sign_ins.get(id, self.clock.now())
        return _request(row) if row else None

    async def exchanged(self, id: str, good: bool) -> None:  # noqa: A002
        """Store the result of the client's single sign-on token; one success is enough."""
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.exchanged(id, good)

    async def accept(self, request: Request, cache: str) -> None:
        """Store the token cache that the single sign-on token gave; the request is answered."""
        encrypted = self.encryption.encrypt(cache, owner_of(request.tenant, request.person))
        note = Note(EntryKind.SIGNED_IN, request.person)
        async with self.ledger.begin(brief=True) as unit:
            await unit.tokens.replace(request.tenant, request.person, encrypted)
            await unit.journal.append(request.tenant, self.clock.now(), note)
            await unit.sign_ins.exchanged(request.id, good=True)

    async def demand(self, id: str, claims: str) -> None:  # noqa: A002
        """Store the claims challenge that the window has to satisfy."""
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.change(id, claims=claims)

    async def begin(self, request: Request, state: str, flow: str) -> None:
        """Store that the window was opened; an earlier window becomes void."""
        encrypted = self.encryption.encrypt(flow, owner_of(request.tenant, request.person))
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.change(request.id, state=state, flow=encrypted)

    async def take(self, state: str) -> tuple[Request, str] | None:
        """Find the request of a window that answers, with its flow. Each window answers once."""
        async with self.ledger.begin(brief=True) as unit:
            row = await unit.sign_ins.by_state(state, self.clock.now())
            if row is None or row.flow is None:
                return None
            await unit.sign_ins.change(row.id, state=None, flow=None)
        flow = self.encryption.decrypt(row.flow, owner_of(row.tenant, row.person))
        return (_request(row), flow) if flow is not None else None

    async def keep(
        self, request: Request, code: str, cache: str, proven_at: datetime | None = None
    ) -> None:
        """Store the result of a window until the same person confirms it with the code.

        `proven_at` is when they authenticated, if the tenant states it.
        """
        owner = owner_of(request.tenant, request.person)
        values: dict[str, object] = {
            "code_hash": self.encryption.fingerprints(code, owner)[0],
            "cache": self.encryption.encrypt(cache, owner),
            "code_until": self.clock.now() + CODE,
            "tries": 0,
            "verified_at": proven_at,
        }
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.change(request.id, **values)

    async def confirm(self, tenant: str, person: str, code: str) -> bool:
        """Store the token cache of this person's window; False for a wrong code."""
        hashes = self.encryption.fingerprints(code, owner_of(tenant, person))
        async with self.ledger.begin(brief=True) as unit:
            rows = await unit.sign_ins.with_code(tenant, person, self.clock.now())
            good = next((row for row in rows if _same(row.code_hash, hashes)), None)
            if good is not None and good.cache is not None:
                await unit.tokens.replace(tenant, person, good.cache)
                if good.verified_at is not None:
                    await unit.fresh_sign_ins.note(tenant, person, good.verified_at)
                await unit.journal.append(
                    tenant, self.clock.now(), Note(EntryKind.SIGNED_IN, person)
                )
                # A crash before they are deleted leaves them marked as answered.
                await unit.sign_ins.answered(tenant, person)
                return True
            for row in rows:
                await unit.sign_ins.change(row.id, **_after_wrong(row))
        return False

    async def end(self, tenant: str, person: str) -> Sequence[tuple[str, str]]:
        """Delete all requests to a person; returns their ids and conversations."""
        async with self.ledger.begin(brief=True) as unit:
            return [(row.id, row.conversation) for row in await unit.sign_ins.end(tenant, person)]


def _request(row: SignInRow) -> Request:
    return Request(row.id, row.tenant, row.person, row.claims, row.exchanged)


def _after_wrong(row: SignInRow) -> dict[str, object]:
    if row.tries + 1 < TRIES:
        return {"tries": row.tries + 1}
    return {"tries": 0, "code_hash": None, "cache": None, "code_until": None}


def _same(known: str | None, hashes: Sequence[str]) -> bool:
    return known is not None and any(hmac.compare_digest(known, one) for one in hashes)
