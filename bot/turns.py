"""One turn: store what came, answer, work, and let the outbox update the card.

Everything a person did is in the inbox before it is answered, and leaves it in the same transaction
that stores what came of it. After a crash the rest of the inbox is worked off again; a button that
was spent by then changes nothing, so nothing is done twice.
"""

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from bot import answers
from bot.answers import InvokeAnswer
from bot.described import described
from bot.inbound import Inbound, Kind
from bot.invokes import Invoke, Invokes
from bot.lines import Lines
from bot.parsing import parse
from bot.ports import Books, Clock
from bot.reading import Event, event, who
from bot.refs import keep_ref
from bot.writing import write
from cards.ended import End, EndedFacts, ended_card
from cards.kit import Card
from cards.words.english import English
from dialogs.answers import Answer, Remark, Turn
from dialogs.desk import Desk
from dialogs.events import Arrived, Searched
from licensing.errors import StaleDraft, UnassignError

#: An invoke is answered within this time, whatever the tenant does. Teams gives up after 10 to 15
#: seconds and then says that the app can't be reached, though the work went on.
PATIENCE: Final = timedelta(seconds=2.5)

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Turns:
    """Takes proven activities and sees to it that each is answered once."""

    desk: Desk
    books: Books
    clock: Clock
    #: Called when something waits in the outbox, and when a run has to be carried out.
    post: Callable[[], None]
    carry_out: Callable[[str], None]
    patience: timedelta = PATIENCE
    invokes: Invokes = field(default_factory=Invokes)
    _lines: Lines = field(default_factory=Lines)
    _working: set[asyncio.Task[InvokeAnswer]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.invokes.on(Invoke.CARD_ACTION)(self._card_action)
        self.invokes.on(Invoke.SEARCH)(self._search)

    async def handle(self, inbound: Inbound) -> InvokeAnswer | None:
        """Answer one activity; None for one that is not an invoke."""
        if inbound.kind is Kind.INVOKE:
            return await self.invokes.answer(inbound)
        done = event(inbound)
        if done is not None and await self._take_in(inbound):
            self._begin(inbound, done)
        return None

    async def catch_up(self) -> int:
        """Work off what a crash left in the inbox, and tell how much that was."""
        async with self.books.read() as unit:
            left = await unit.inbox.unfinished()
        for arrival in left:
            inbound = parse(arrival.payload)
            done = event(inbound)
            if done is not None:
                self._begin(inbound, done)
        return len(left)

    async def close(self) -> None:
        """Let the turns in work come to their end."""
        while self._working:
            await asyncio.gather(*self._working, return_exceptions=True)

    async def _card_action(self, inbound: Inbound) -> InvokeAnswer:
        done = event(inbound)
        if done is None or not await self._take_in(inbound):
            return await self._answered_before(inbound)
        task = self._begin(inbound, done)
        finished, _ = await asyncio.wait({task}, timeout=self.patience.total_seconds())
        return task.result() if finished else answers.card(_working_card())

    async def _search(self, inbound: Inbound) -> InvokeAnswer:
        options = inbound.value.get("queryOptions")
        limit = options.get("top") if isinstance(options, dict) else None
        searched = Searched(
            dataset=str(inbound.value.get("dataset", "")),
            text=str(inbound.value.get("queryText", "")),
            limit=limit if isinstance(limit, int) else answers.MAX_RESULTS,
        )
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                choices = await self.desk.search(who(inbound), searched)
        except (UnassignError, TimeoutError) as error:
            _log.warning("search_failed", error=type(error).__name__)
            choices = ()
        return answers.search_results((choice.title, choice.value) for choice in choices)

    async def _take_in(self, inbound: Inbound) -> bool:
        now = self.clock.now()
        async with self.books.begin() as unit:
            await keep_ref(unit, inbound, now)
            return await unit.inbox.arrive(*_key(inbound), now, inbound.raw)

    async def _answered_before(self, inbound: Inbound) -> InvokeAnswer:
        async with self.books.read() as unit:
            body = await unit.inbox.answer_of(*_key(inbound))
        return InvokeAnswer(200, body) if body else answers.card(_working_card())

    def _begin(self, inbound: Inbound, done: Event) -> asyncio.Task[InvokeAnswer]:
        task = asyncio.create_task(self._work(inbound, done))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return task

    async def _work(self, inbound: Inbound, done: Event) -> InvokeAnswer:
        """Answer in the order of arrival. A fault of ours is logged, said, never tried again."""
        person = who(inbound)
        async with self._lines.of(f"{person.conversation}/{person.person}"):
            try:
                return await self._turn(inbound, done)
            except Exception as error:  # whatever a turn may raise, the person gets an answer
                correlation = uuid.uuid4().hex[:12]
                _log.error("turn_failed", correlation=correlation, **described(error))
                return await self._store(inbound, Remark(English().our_fault(correlation)))

    async def _turn(self, inbound: Inbound, done: Event) -> InvokeAnswer:
        try:
            return await self._store(inbound, await self._answered(inbound, done))
        except StaleDraft:
            # Another click was faster: by now this button is spent, and the answer says so.
            return await self._store(inbound, await self._answered(inbound, done))

    async def _answered(self, inbound: Inbound, done: Event) -> Answer:
        person = who(inbound)
        if isinstance(done, Arrived) and not person.personal:
            return Remark(English().hello_channel)
        return await self.desk.answer(person, done)

    async def _store(self, inbound: Inbound, answer: Answer) -> InvokeAnswer:
        reply = _reply(answer)
        async with self.books.begin() as unit:
            await write(unit, inbound, answer, self.clock.now())
            await unit.inbox.done(*_key(inbound), dict(reply.body or {}))
        self.post()
        if isinstance(answer, Turn) and answer.start and answer.start.run:
            self.carry_out(answer.start.run)
        return reply


def _reply(answer: Answer) -> InvokeAnswer:
    match answer:
        case Turn(card=card):
            return answers.card(card)
        case Remark(text=text):
            return answers.message(text)


def _key(inbound: Inbound) -> tuple[str, str]:
    """Activity ids are unique within a conversation."""
    return inbound.activity_id, inbound.conversation.conversation_id


def _working_card() -> Card:
    return ended_card(EndedFacts(End.WORKING), English())
