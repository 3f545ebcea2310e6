"""Works on the inbox: every activity is stored before it is answered, and answered once.

This process leases what it accepts until the turn is stored. When a process dies, its leases expire
and another takes over its activities. A process that was paused finds that its turns no longer
count. With a ledger of a single process, leases of the process before are void at the start.
"""

from asyncio import Task
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.activities.inbound import Inbound
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.parsing import parse
from bot.sign_in.credentials import SignInCredential, without_credential
from dialogs.model.events import Pressed
from engine.conversation_refs import ConversationRefs, keep_ref, with_what_is_known
from engine.events import Event, read_event
from engine.leased_worker import LeasedWorker
from engine.turns.activity_encryption import ActivityEncryption
from engine.turns.turn import TurnInProgress, key_of
from ledger import Ledger, Unit
from ledger.mail.inbox import Arrival
from licensing.clock import Clock
from observability.correlation import correlated, new_correlation
from observability.errors import error_fields

#: Lease duration, and seconds between renewals.
LEASE: Final = timedelta(seconds=9)
_RENEW: Final = 2.5
#: Time between two polls for what another process left.
_POLL: Final = timedelta(seconds=2.5)
#: Maximum number of activities that a poll claims together.
BATCH: Final = 32

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class InboxWorker:
    """Accepts activities, and works on each until its result is stored."""

    ledger: Ledger
    clock: Clock
    answer: Callable[[TurnInProgress], Awaitable[InvokeAnswer]]
    #: Called after each poll.
    polled: Callable[[], Awaitable[None]] | None = None
    #: Encrypts what is secret in an activity as long as it is stored.
    encryption: ActivityEncryption = field(default_factory=ActivityEncryption)
    worker: LeasedWorker[TurnInProgress, InvokeAnswer] = field(init=False)
    _refs: ConversationRefs = field(init=False)

    def __post_init__(self) -> None:
        self._refs = ConversationRefs(self.clock)
        self.worker = LeasedWorker(
            "inbox", self, self.clock, LEASE, BATCH, renew_every=_RENEW, claims_again=False
        )

    async def start(self) -> None:
        """Take over what a process left, now and from now on."""
        since, left = await self.claim(BATCH)
        for turn in left:
            self.worker.begin(turn, since)
        self.worker.start()

    async def stop(self) -> None:
        """Claim nothing more, and let the turns in progress end."""
        await self.worker.stop()

    async def accept(
        self, inbound: Inbound, event: Event, credential: SignInCredential | None = None
    ) -> Task[InvokeAnswer] | None:
        """Store an activity and start its turn; None when it was here before."""
        now, holder = self.clock.now(), new_correlation()
        known = self._refs.know(inbound)
        payload = self.encryption.encrypt(without_credential(inbound.raw), inbound)

        async def work(unit: Unit) -> bool:
            if not known:
                await keep_ref(unit, inbound, now)
            return await unit.inbox.arrive(*key_of(inbound), now, payload, holder, LEASE)

        new = await self.ledger.write(work, brief=True)
        if not known:
            self._refs.note(inbound)
        turn = TurnInProgress(inbound, event, holder, credential)
        return self.worker.begin(turn, now) if new else None

    async def resume(self, person: str) -> None:
        """Continue what waited for the sign-in of a person ("tenant/person")."""
        holder = new_correlation()

        async def work(unit: Unit) -> tuple[datetime, Sequence[Arrival]]:
            now = self.clock.now()
            return now, await unit.inbox.resume(person, holder, now, LEASE)

        since, arrivals = await self.ledger.write(work)
        for turn in await self._turns(arrivals, holder):
            self.worker.begin(turn, since)

    async def _turns(self, arrivals: Sequence[Arrival], holder: str) -> list[TurnInProgress]:
        """Read stored activities. One that can't be read blocks no other."""
        turns = []
        for arrival in arrivals:
            try:
                inbound = parse(self.encryption.decrypt(arrival.payload))
                # What can't be read as an event is answered as an unknown button.
                event = read_event(inbound) or Pressed("", "")
            except Exception as error:
                with correlated(arrival.correlation):
                    _log.error("activity_unreadable", **error_fields(error))
                continue
            inbound = await with_what_is_known(self.ledger, inbound)
            turns.append(
                TurnInProgress(
                    inbound, event, holder, tries=arrival.tries, correlation=arrival.correlation
                )
            )
        return turns

    def key(self, job: TurnInProgress) -> Hashable:
        """Identify an activity."""
        return job.key

    async def claim(self, limit: int) -> tuple[datetime, Sequence[TurnInProgress]]:
        """Claim activities that no process works on, regardless of turns in progress here."""
        del limit
        holder = new_correlation()

        async def work(unit: Unit) -> tuple[datetime, Sequence[Arrival]]:
            now = self.clock.now()
            return now, await unit.inbox.claim(holder, now, LEASE, BATCH)

        since, left = await self.ledger.write(work)
        if left:
            _log.info("activities_taken_over", count=len(left))
        if len(left) < BATCH and self.polled is not None:
            await self.polled()
        return since, await self._turns(left, holder)

    async def renew(self, jobs: Sequence[TurnInProgress]) -> tuple[datetime, Collection[Hashable]]:
        """Renew the leases of activities."""
        leased = [(turn.key, turn.holder) for turn in jobs]

        async def work(unit: Unit) -> tuple[datetime, Collection[Hashable]]:
            now = self.clock.now()
            return now, await unit.inbox.renew(leased, now, LEASE)

        return await self.ledger.write(work)

    async def idle(self) -> timedelta:
        """Wait for the next poll."""
        return _POLL

    async def work(self, job: TurnInProgress) -> InvokeAnswer:
        """Answer an activity, under the correlation id that it came with."""
        with correlated(job.correlation) if job.correlation else nullcontext():
            return await self.answer(job)
