"""Rounds of a race: one request each, and everyone decides about it at the same moment."""

import asyncio
import random
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Table, func, select

from cards.kit.actions import Field, Verb
from dialogs.model.request_update import EXPIRY, slot_of
from ledger.ledger import Unit
from ledger.tables import journal, outbox, runs, timers
from licensing.journal import EntryKind
from licensing.requests.events import EventType
from licensing.requests.model import Request, State
from sandbox.organization.personas import ADELE, ALEX, MEGAN, TENANT
from sandbox.teams.chats import CHANNEL_ID, thread_of
from tests.races.replicas import Replicas
from tests.support.chat import Chat, card_of
from tests.support.crowd import address
from tests.support.requesting import ask
from tests.support.seen import Json, text_of

#: What a request can come to, and how its cards say so.
TITLES: Final = {
    State.APPROVED: "Approved",
    State.REJECTED: "Rejected",
    State.WITHDRAWN: "Withdrawn",
    State.EXPIRED: "Expired",
}
_ENDS: Final = frozenset(
    {EventType.COMPLETED, EventType.REJECTED, EventType.WITHDRAWN, EventType.EXPIRED}
)
_ENTRIES: Final = frozenset(
    {
        EntryKind.CONFIRMED,
        EntryKind.REQUEST_REJECTED,
        EntryKind.REQUEST_WITHDRAWN,
        EntryKind.REQUEST_EXPIRED,
    }
)
#: How long a request lives from the moment at which its end was set.
_LIFE: Final = timedelta(seconds=1.0)
#: The presses begin at most so many seconds before that end, and spread over so many.
_AHEAD: Final = 0.9
_LATEST: Final = 0.4
#: Seconds within which all is quiet again.
_QUIET: Final = 30.0


@dataclass(slots=True)
class Found:
    """What the rounds came to."""

    rounds: int = 0
    double_outcomes: int = 0
    double_runs: int = 0
    disagreeing_cards: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    #: What cards showed that should show something else.
    seen: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every request had one end, one run or none, and one look."""
        return not (self.double_outcomes or self.double_runs or self.disagreeing_cards)


@dataclass(slots=True)
class Race:
    """Runs rounds against two replicas; `chance` decides who is early."""

    replicas: Replicas
    megan: Chat
    chance: random.Random
    found: Found = field(default_factory=Found)

    async def round(self, number: int) -> None:
        """Ask, let everyone decide at once, wait until all is quiet, and look."""
        people = [address(2 * number - 1), address(2 * number)][: 1 + number % 2]
        await ask(self.megan, ",".join(people))
        request = await self._shortened(await self._newest())
        await self._fire(request)
        await self._until_quiet(request)
        await self._look(request.id)
        self.found.rounds += 1

    async def _newest(self) -> Request:
        """The request that was just asked, once it stands in the channel."""
        async with asyncio.timeout(_QUIET):
            while True:
                async with self.replicas.ledger.read() as unit:
                    for newest in await unit.requests.requested_by(TENANT, MEGAN.oid, 1):
                        if newest.is_open and not await unit.outbox.has_unsent(slot_of(newest)):
                            return newest
                await asyncio.sleep(0.02)

    async def _shortened(self, request: Request) -> Request:
        """Let it end soon."""
        ledger, now = self.replicas.ledger, self.replicas.env.clock.now()
        sooner = replace(request, expires_at=now + _LIFE, version=request.version + 1)
        async with ledger.begin() as unit:
            await unit.requests.save(sooner, request.version)
            await unit.timers.set(EXPIRY, request.id, TENANT, sooner.expires_at)
        return sooner

    async def _fire(self, request: Request) -> None:
        """Approve, reject, withdraw and expire, each from a place of its own."""
        first, second = self.replicas.first, self.replicas.second
        where, token = thread_of(CHANNEL_ID, "1"), request.token
        home, no = self.megan.conversation, {Field.COMMENT.value: "No"}
        presses: list[Awaitable[Json]] = [
            first.press(ALEX, Verb.APPROVE, token, where),
            second.press(ADELE, Verb.APPROVE, token, where),
            second.press(ALEX, Verb.APPROVE, token, where),
            first.press(ADELE, Verb.APPROVE, token, where),
            first.press(ADELE, Verb.REJECT, token, where, **no),
            second.press(ALEX, Verb.REJECT, token, where, **no),
            first.press(MEGAN, Verb.WITHDRAW, token, home),
            second.press(MEGAN, Verb.WITHDRAW, token, home),
        ]
        left = (request.expires_at - self.replicas.env.clock.now()).total_seconds()
        await asyncio.sleep(max(0.0, left - self.chance.uniform(0.0, _AHEAD)))
        # To approve takes longest, to withdraw is quickest: each kind is sent early in some rounds.
        late = [self.chance.uniform(0.0, _LATEST) for _ in range(4)]
        waits = [late[number // 2] for number in range(len(presses))]
        await asyncio.gather(*map(_later, presses, waits))

    async def _until_quiet(self, request: Request) -> None:
        """Wait until it has ended, and no timer, run or message is under way."""
        async with asyncio.timeout(_QUIET):
            while not await self._is_quiet(request):  # noqa: ASYNC110 - it is in the database
                await asyncio.sleep(0.05)

    async def _is_quiet(self, request: Request) -> bool:
        behind = runs.c.announced < runs.c.changed
        async with self.replicas.ledger.read() as unit:
            counts = [
                await _count(unit, outbox, outbox.c.waiting.is_(True)),
                await _count(unit, timers, timers.c.subject == request.id),
                await _count(unit, runs, behind),
            ]
            counts.append(len(await unit.runs.open_runs()))
            still_open = (await unit.requests.get(request.id)).is_open
        return not (still_open or any(counts))

    async def _look(self, request_id: str) -> None:
        """Count what should never be."""
        async with self.replicas.ledger.read() as unit:
            request = await unit.requests.get(request_id)
            run_count = await _count(unit, runs, runs.c.plan_id == request.plan)
            events = await unit.requests.trail(request_id, 1_000)
            written = select(journal.c.kind, journal.c.what)
            entries = await unit.requests._connection.execute(written)
            kinds = [row.kind for row in entries if row.what.get("request") == request_id]
        ends = [event for event in events if event.type in _ENDS]
        entered = [kind for kind in kinds if kind in _ENTRIES]
        outcome = request.state.value
        self.found.outcomes[outcome] = self.found.outcomes.get(outcome, 0) + 1
        self.found.double_outcomes += len(ends) != 1 or len(entered) != 1
        self.found.double_runs += run_count != int(request.state is State.APPROVED)
        self.found.disagreeing_cards += not await self._cards_agree(request)

    async def _cards_agree(self, request: Request) -> bool:
        """Whether the requester's card, and the channel's for each viewer, show the same end."""
        title, env = f"Request {request.number} ·", self.replicas.env
        there = [env.chat(one, "channel") for one in (ALEX, ADELE, MEGAN)]
        for chat in (self.megan, *there):
            shown = [_said(card_of(message)) for message in await chat.cards()]
            mine = [card for card in shown if title in card]
            if len(mine) != 1 or not mine[0].startswith(f"{title} {TITLES[request.state]}"):
                who = f"{chat.persona.name}, {chat.kind}, {request.state}"
                self.found.seen += [f"{title} {who}: {card[:400]}" for card in mine or ["nothing"]]
                return False
        return True


def _said(card: Json) -> str:
    """What a card says, without the button by which a client draws it again."""
    return text_of({part: it for part, it in card.items() if part != "refresh"})


async def _later(press: Awaitable[Json], wait: float) -> Json:
    await asyncio.sleep(wait)
    return await press


async def _count(unit: Unit, table: Table, which: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(which)
    return int((await unit.requests._connection.execute(query)).scalar_one())


async def race(replicas: Replicas, rounds: int, seed: int = 1) -> Found:
    """Choose the channel, and run so many rounds."""
    env = replicas.env
    megan, alex = await env.chat(MEGAN).open(), env.chat(ALEX, "channel")
    for persona in (ALEX, ADELE, MEGAN):
        await env.chat(persona, "channel").visit()
    await alex.replies(1)
    await alex.say("@Unassign approvals here")
    running = Race(replicas, megan, random.Random(seed))
    for number in range(1, rounds + 1):
        await running.round(number)
    return running.found
