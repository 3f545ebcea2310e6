"""The book of sign-ins: requests and their windows, each step in a transaction of its own."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from ledger.ledger import Ledger
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.sign_ins import SignInRow
from ledger.sign_in.token_store import owner_of
from licensing.clock import Clock
from licensing.journal import EntryKind, Note

#: How long the button of a request works.
ASKED: Final = timedelta(hours=24)
#: How long the code of a finished window works.
CODE: Final = timedelta(minutes=10)
#: After so many wrong codes what the windows brought is thrown away.
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Request:
    """One person was asked to sign in."""

    id: str
    tenant: str
    person: str
    claims: str | None
    #: What came of the token that the client sent by itself; None before it did.
    exchanged: bool | None


@dataclass(frozen=True, slots=True)
class SignInRequests:
    """Keeps requests to sign in."""

    ledger: Ledger
    encryption: Encryption
    clock: Clock

    async def ask(
        self, new_id: str, tenant: str, person: str, conversation: str, claims: str | None
    ) -> Request:
        """Note a request."""
        now = self.clock.now()
        row = SignInRow(new_id, tenant, person, conversation, claims, now + ASKED)
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.sweep(now)
            await unit.sign_ins.add(row)
        return _request(row)

    async def ask_once(
        self, new_id: str, tenant: str, person: str, conversation: str, claims: str | None
    ) -> Request:
        """Note a request, unless one stands in the conversation; also for replicas at once."""
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
        """Find a request that stands in a conversation and can still be answered."""
        async with self.ledger.read(brief=True) as unit:
            row = await unit.sign_ins.asked(tenant, person, conversation, self.clock.now())
        return _request(row) if row and not row.exchanged else None

    async def find(self, id: str) -> Request | None:  # noqa: A002
        """Find a request by its id."""
        async with self.ledger.read(brief=True) as unit:
            row = await unit.sign_ins.get(id, self.clock.now())
        return _request(row) if row else None

    async def exchanged(self, id: str, good: bool) -> None:  # noqa: A002
        """Note what came of the client's own token; one good one is enough."""
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.exchanged(id, good)

    async def accept(self, request: Request, cache: str) -> None:
        """Make what the client's own token brought the person's token; the request is answered."""
        encrypted = self.encryption.encrypt(cache, owner_of(request.tenant, request.person))
        note = Note(EntryKind.SIGNED_IN, request.person)
        async with self.ledger.begin(brief=True) as unit:
            await unit.tokens.replace(request.tenant, request.person, encrypted)
            await unit.journal.append(request.tenant, self.clock.now(), note)
            await unit.sign_ins.exchanged(request.id, good=True)

    async def demand(self, id: str, claims: str) -> None:  # noqa: A002
        """Note what the window has to prove, as the tenant said it."""
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.change(id, claims=claims)

    async def begin(self, request: Request, state: str, flow: str) -> None:
        """Note that the window was opened; one that was opened before is void."""
        encrypted = self.encryption.encrypt(flow, owner_of(request.tenant, request.person))
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.change(request.id, state=state, flow=encrypted)

    async def take(self, state: str) -> tuple[Request, str] | None:
        """Find the request whose window answers, with its flow. Each window answers once."""
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
        """Keep what a window brought until the same person confirms it with the code.

        `proven_at` is when they proved who they are, where the tenant says so.
        """
        values: dict[str, object] = {
            "code_hash": _hashed(code),
            "cache": self.encryption.encrypt(cache, owner_of(request.tenant, request.person)),
            "code_until": self.clock.now() + CODE,
            "tries": 0,
            "verified_at": proven_at,
        }
        async with self.ledger.begin(brief=True) as unit:
            await unit.sign_ins.change(request.id, **values)

    async def confirm(self, tenant: str, person: str, code: str) -> bool:
        """Make what a window of this person brought the person's token; False for a wrong code."""
        hashed = _hashed(code)
        async with self.ledger.begin(brief=True) as unit:
            rows = await unit.sign_ins.with_code(tenant, person, self.clock.now())
            good = next((row for row in rows if _same(row.code_hash, hashed)), None)
            if good is not None and good.cache is not None:
                await unit.tokens.replace(tenant, person, good.cache)
                if good.verified_at is not None:
                    await unit.fresh_sign_ins.note(tenant, person, good.verified_at)
                await unit.journal.append(
                    tenant, self.clock.now(), Note(EntryKind.SIGNED_IN, person)
                )
                # A death before they are dropped leaves them answered all the same.
                await unit.sign_ins.answered(tenant, person)
                return True
            for row in rows:
                await unit.sign_ins.change(row.id, **_after_wrong(row))
        return False

    async def end(self, tenant: str, person: str) -> Sequence[tuple[str, str]]:
        """Drop all requests to a person; tells their ids and conversations."""
        async with self.ledger.begin(brief=True) as unit:
            return [(row.id, row.conversation) for row in await unit.sign_ins.end(tenant, person)]


def _request(row: SignInRow) -> Request:
    return Request(row.id, row.tenant, row.person, row.claims, row.exchanged)


def _after_wrong(row: SignInRow) -> dict[str, object]:
    if row.tries + 1 < TRIES:
        return {"tries": row.tries + 1}
    return {"tries": 0, "code_hash": None, "cache": None, "code_until": None}


def _hashed(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _same(known: str | None, hashed: str) -> bool:
    return known is not None and hmac.compare_digest(known, hashed)
