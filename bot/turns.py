"""One turn: store what came, answer, work, and let the outbox update the card.

Everything a person did is in the inbox before it is answered, and leaves it in the same transaction
that stores what came of it. After a crash the rest of the inbox is worked off again; a button that
was spent by then changes nothing, so nothing is done twice.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog

from bot import answers
from bot.answers import InvokeAnswer
from bot.correlation import correlated, correlation
from bot.described import described
from bot.inbound import Inbound, Kind
from bot.invokes import Invoke, Invokes
from bot.lines import Lines
from bot.parsing import parse
from bot.ports import Arrival, Books, Clock
from bot.reading import Event, event, took_away, who
from bot.refs import KnownRefs, keep_ref
from bot.searching import searching
from bot.signin.gate import Gate
from bot.signin.invokes import answer_sign_ins
from bot.signin.proofs import Proof, WindowCode, read_code, read_proof, without_proof
from bot.signin.proving import Proving
from bot.watched import Watch, unwatched
from bot.writing import write
from cards.ended import End, EndedFacts, ended_card
from cards.kit import Card
from cards.words.english import English
from dialogs.answers import Answer, Remark, Turn
from dialogs.desk import Desk
from dialogs.events import Arrived, Said
from licensing.errors import SignInNeeded, StaleDraft, TenantError
from licensing.roles import Acting

#: An invoke is answered within this time, whatever the tenant does. Teams gives up after 10 to 15
#: seconds and then says that the app can't be reached, though the work went on.
PATIENCE: Final = timedelta(seconds=2.5)

_Key = tuple[str, str]

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
    invokes: Invokes = field(default_factory=lambda: Invokes(English().unknown_dialog))
    #: Where people sign in; None where nobody has to.
    gate: Gate | None = None
    #: Called with tenant and person when somebody has signed in.
    signed_in: Callable[[str, str], None] = lambda _tenant, _person: None
    #: In whose name the tenant is called, for the journal.
    acting: Acting = Acting.PERSON
    #: Told what is worked on.
    watch: Watch = unwatched
    _lines: Lines = field(default_factory=Lines)
    _refs: KnownRefs = field(default_factory=KnownRefs)
    _working: set[asyncio.Task[InvokeAnswer]] = field(default_factory=set)
    _proving: Proving | None = None
    #: Card actions whose sender still waits, and those whose answer will ask for a sign-in.
    _heard: set[_Key] = field(default_factory=set)
    _asked: set[_Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.invokes.on(Invoke.CARD_ACTION)(self._card_action)
        self.invokes.on(Invoke.SEARCH)(searching(self.desk, self.patience))
        if self.gate is not None:
            self._proving = Proving(self.gate, self._resume, self.signed_in, self.patience)
            answer_sign_ins(self.invokes, self._proving.in_time, English())

    async def handle(self, inbound: Inbound) -> InvokeAnswer | None:
        """Answer one activity; None for one that is not an invoke."""
        if inbound.kind is Kind.INVOKE:
            return await self.invokes.answer(inbound)
        done = event(inbound)
        if done is not None and await self._take_in(inbound):
            self._begin(inbound, done)
        elif self.gate is not None and took_away(inbound):
            await self.gate.forget(inbound.tenant_id, inbound.sender.aad_id)
        return None

    async def catch_up(self) -> int:
        """Work off what a crash left in the inbox, and tell how much that was."""
        async with self.books.read() as unit:
            left = tuple(await unit.inbox.unfinished())
        if self.gate is not None:
            left += await self.gate.left_waiting()
        self._resume(left)
        return len(left)

    async def close(self) -> None:
        """Let the turns in work come to their end."""
        if self._proving is not None:
            await self._proving.close()
        while self._working:
            await asyncio.gather(*self._working, return_exceptions=True)

    async def _card_action(self, inbound: Inbound) -> InvokeAnswer:
        done, key = event(inbound), _key(inbound)
        if done is None or not await self._take_in(inbound):
            return await self._answered_before(inbound)
        self._heard.add(key)
        try:
            task = self._begin(inbound, done, read_proof(inbound.value))
            await asyncio.wait({task}, timeout=self.patience.total_seconds())
            if task.done() or key in self._asked:
                return await task
            return answers.card(_working_card())
        finally:
            self._heard.discard(key)
            self._asked.discard(key)

    async def _take_in(self, inbound: Inbound) -> bool:
        now = self.clock.now()
        known = self._refs.know(inbound, now)
        async with self.books.begin(brief=True) as unit:
            if not known:
                await keep_ref(unit, inbound, now)
            new = await unit.inbox.arrive(*_key(inbound), now, without_proof(inbound.raw))
        if not known:
            self._refs.note(inbound, now)
        return new

    async def _answered_before(self, inbound: Inbound) -> InvokeAnswer:
        async with self.books.read(brief=True) as unit:
            body = await unit.inbox.answer_of(*_key(inbound))
        return InvokeAnswer(200, body) if body else answers.card(_working_card())

    def _begin(
        self, inbound: Inbound, done: Event, proof: Proof | None = None
    ) -> asyncio.Task[InvokeAnswer]:
        task = asyncio.create_task(self._work(inbound, done, proof))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return task

    def _resume(self, left: Iterable[Arrival]) -> None:
        for arrival in left:
            inbound = parse(arrival.payload)
            done = event(inbound)
            if done is not None:
                with correlated(arrival.correlation):
                    self._begin(inbound, done)

    async def _work(self, inbound: Inbound, done: Event, proof: Proof | None) -> InvokeAnswer:
        """Answer in the order of arrival. A fault of ours is logged, said, never tried again."""
        person = who(inbound)
        async with self._lines.of(f"{person.conversation}/{person.person}"):
            ended = self.watch("work", event=type(done).__name__.lower())
            result = "done"
            try:
                return await self._proven_turn(inbound, done, proof)
            except Exception as error:  # whatever a turn may raise, the person gets an answer
                result = "error"
                _log.error("turn_failed", **described(error))
                return await self._store(inbound, Remark(English().our_fault(correlation())))
            finally:
                ended(result)

    async def _proven_turn(
        self, inbound: Inbound, done: Event, proof: Proof | None
    ) -> InvokeAnswer:
        """Answer, after a sign-in where one comes along, or ask for one."""
        if self.gate is None or self._proving is None:
            return await self._turn(inbound, done)
        typed = read_code(done.text) if isinstance(done, Said) else None
        if typed is not None:
            good = await self._proving.prove(inbound, typed)
            words = English()
            return await self._store(inbound, Remark(words.signed_in if good else words.wrong_code))
        try:
            if proof is not None and not await self._proving.prove(inbound, proof):
                raise SignInNeeded
        except TenantError as error:
            _log.info("proof_refused", reason=type(error).__name__, code=error.answer.code)
            if _key(inbound) in self._heard:
                return await self._finish(inbound, _unproven(proof, error))
            return await self._ask(self.gate, inbound, SignInNeeded())
        try:
            return await self._turn(inbound, done)
        except SignInNeeded as need:
            if proof is not None and _key(inbound) in self._heard:
                await self.gate.insist(proof, need)
                return await self._finish(inbound, _unproven(None, need))
            return await self._ask(self.gate, inbound, need)

    async def _ask(self, gate: Gate, inbound: Inbound, need: SignInNeeded) -> InvokeAnswer:
        """Ask in the answer while its sender waits for one, else in the chat."""
        key = _key(inbound)
        if key not in self._heard:
            if gate.tired(inbound):
                return await self._store(inbound, Remark(English().error(need)))
            await gate.hold(who(inbound), inbound, need)
            return answers.card(_working_card())
        self._asked.add(key)
        card = await gate.card(who(inbound), need)
        return await self._finish(inbound, answers.login_request(card))

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

    async def _finish(self, inbound: Inbound, reply: InvokeAnswer) -> InvokeAnswer:
        async with self.books.begin(brief=True) as unit:
            await unit.inbox.done(*_key(inbound), dict(reply.body or {}))
        return reply

    async def _store(self, inbound: Inbound, answer: Answer) -> InvokeAnswer:
        reply = _reply(answer)
        # A plan and its run have a row for each person.
        many = isinstance(answer, Turn) and bool(answer.plan or answer.start)
        async with self.books.begin(brief=not many) as unit:
            await write(unit, inbound, answer, self.clock.now(), self.acting)
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


def _key(inbound: Inbound) -> _Key:
    """Activity ids are unique within a conversation."""
    return inbound.activity_id, inbound.conversation.conversation_id


def _working_card() -> Card:
    return ended_card(EndedFacts(End.WORKING), English())


def _unproven(proof: Proof | None, error: TenantError) -> InvokeAnswer:
    """Say that what came along proves nothing, so that Teams shows the sign-in button."""
    if isinstance(proof, WindowCode):
        return answers.wrong_code()
    return answers.precondition_failed(English().error(error))
