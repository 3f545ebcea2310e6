"""One turn: store what came, answer, work, and let the outbox update the card.

Everything a person did is in the inbox before it is answered, and leaves it in the same transaction
that stores what came of it. After a crash the rest of the inbox is worked off again, here or by
another process; only whoever holds an activity by then may store what came of it.

The file is long because the order of these steps is the promise, and is read at one go.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

import structlog

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound, Kind
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke, Invokes
from bot.activities.parsing import parse
from bot.sign_in.proofs import Proof, WindowCode, read_code, read_proof, without_proof
from cards.kit.card import Card
from cards.runs.ended import End, EndedFacts, ended_card
from cards.words.languages import english
from dialogs.approvals.service import RequestService
from dialogs.dispatcher import Dispatcher
from dialogs.model.effects import OfferFile, StorePlan
from dialogs.model.events import Arrived, Pressed, Said
from dialogs.model.results import Reply
from engine.approvals.channel_events import concerns_teams, note_teams
from engine.approvals.invokes import answer_dialogs, is_automatic, looking
from engine.conversation_refs import ConversationRefs, keep_ref
from engine.downloads.file_consent import Files
from engine.events import event, took_away, who
from engine.inbox_worker import LEASE, InboxLeases
from engine.sign_in.invokes import answer_sign_ins
from engine.sign_in.pending import PendingSignIns
from engine.sign_in.verification import Verification
from engine.turns.search import searching
from engine.turns.store import Wake, stage, store, wake_for
from engine.turns.turn import Key, LeaseLost, TurnInProgress, end_for, key_of
from ledger import Ledger, Unit
from ledger.mail.inbox import Arrival
from licensing.clock import Clock
from licensing.errors import SignInNeeded, StaleDraft, TenantError
from licensing.runs.control import NO_CANARY, CanaryRule
from licensing.tenant.roles import Acting
from observability.correlation import correlated, correlation, new_correlation
from observability.errors import error_fields
from observability.watch import Watch, unwatched

#: An invoke is answered within this time, whatever the tenant does. Teams gives up after 10 to 15
#: seconds and then says that the app can't be reached, though the work went on.
PATIENCE: Final = timedelta(seconds=2.5)

#: So often an answer is worked out anew because somebody else was faster. A request is pressed by
#: several people at once, a walk by one, and a run may stand elsewhere by now.
_MOST_STALE: Final = 8

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Turns:
    """Takes proven activities and sees to it that each is answered once."""

    desk: Dispatcher
    ledger: Ledger
    clock: Clock
    #: Called when something waits in the outbox, and when a run has to be carried out.
    post: Callable[[], None]
    carry_out: Callable[[str], None]
    patience: timedelta = PATIENCE
    invokes: Invokes = field(default_factory=lambda: Invokes(english().messages.unknown_dialog))
    #: Where people sign in; None where nobody has to.
    gate: PendingSignIns | None = None
    #: Where clients look at requests by themselves, and where dialogs are drawn.
    requests: RequestService | None = None
    #: Called when a timer was set.
    ring: Callable[[], None] = lambda: None
    #: Called with tenant and person when somebody has signed in.
    signed_in: Callable[[str, str], None] = lambda _tenant, _person: None
    #: In whose name the tenant is called, for the journal.
    acting: Acting = Acting.PERSON
    #: Told what is worked on.
    watch: Watch = unwatched
    #: Sends tables as files; None where none can be sent.
    files: Files | None = None
    #: When the first people of a run go first.
    canary: CanaryRule = NO_CANARY
    #: Called when a person has paused, resumed or stopped a run.
    changed: Callable[[], None] = lambda: None
    #: By chat and person; a lock is forgotten when nobody holds it or waits for it.
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _refs: ConversationRefs = field(default_factory=ConversationRefs)
    _working: set[asyncio.Task[InvokeAnswer]] = field(default_factory=set)
    _proving: Verification | None = None
    #: Card actions whose sender still waits, and those whose answer will ask for a sign-in.
    _heard: set[Key] = field(default_factory=set)
    _asked: set[Key] = field(default_factory=set)
    holding: InboxLeases = field(init=False)

    def __post_init__(self) -> None:
        also = self._release if self.gate is not None else None
        self.holding = InboxLeases(self.ledger, self.clock, self._resume, new_correlation, also)
        self.invokes.on(Invoke.CARD_ACTION)(self._card_action)
        self.invokes.on(Invoke.SEARCH)(searching(self.desk, self.patience))
        if self.requests is not None:
            answer_dialogs(self.invokes, self.requests, self.patience)
        if self.files is not None:
            self.invokes.on(Invoke.FILE_CONSENT)(self._file_answer)
        if self.gate is not None:
            self._proving = Verification(
                self.gate, self._let_through, self.signed_in, self.patience
            )
            answer_sign_ins(self.invokes, self._proving.in_time, english())

    async def handle(self, inbound: Inbound) -> InvokeAnswer | None:
        """Answer one activity; None for one that is not an invoke."""
        if inbound.kind is Kind.INVOKE:
            return await self.invokes.answer(inbound)
        done = event(inbound)
        if done is not None and (holder := await self._take_in(inbound)):
            self._begin(TurnInProgress(inbound, done, holder))
        elif self.gate is not None and took_away(inbound):
            await self.gate.forget(inbound.tenant_id, inbound.sender.aad_id)
        if concerns_teams(inbound):
            await self._note_teams(inbound)
        return None

    async def _note_teams(self, inbound: Inbound) -> None:
        now = self.clock.now()
        if await self.ledger.write(lambda unit: note_teams(unit, inbound, self.acting, now)):
            self.post()
            self.ring()

    async def catch_up(self) -> None:
        """Work off what a crash left in the inbox, here or elsewhere, now and from now on."""
        await self.holding.take_left()
        await self._release()
        self.holding.start()

    async def close(self) -> None:
        """Let the turns in work come to their end."""
        await self.holding.stop()
        if self._proving is not None:
            await self._proving.close()
        if self.files is not None:
            await self.files.close()
        while self._working:
            await asyncio.gather(*self._working, return_exceptions=True)
            # From Python 3.12 on, what is done already is gathered without a turn of the loop, and
            # then nobody would take it from the set.
            await asyncio.sleep(0)

    async def _card_action(self, inbound: Inbound) -> InvokeAnswer:
        if is_automatic(inbound) and self.requests is not None:
            return await looking(self.requests, self.patience)(inbound)
        done, key = event(inbound), key_of(inbound)
        holder = await self._take_in(inbound) if done is not None else None
        if done is None or holder is None:
            return await self._answered_before(inbound)
        self._heard.add(key)
        try:
            task = self._begin(TurnInProgress(inbound, done, holder, read_proof(inbound.value)))
            await asyncio.wait({task}, timeout=self.patience.total_seconds())
            if task.done() or key in self._asked:
                return await task
            return answers.card(_working_card())
        finally:
            self._heard.discard(key)
            self._asked.discard(key)

    async def _file_answer(self, inbound: Inbound) -> InvokeAnswer:
        """Teams only wants to know that the answer to an offered file was taken."""
        if holder := await self._take_in(inbound):
            self._save_file(TurnInProgress(inbound, Pressed("", ""), holder))
        return answers.empty()

    async def _take_in(self, inbound: Inbound) -> str | None:
        """Store what came; returns as whom it is held, None when it was here before."""
        now, holder = self.clock.now(), new_correlation()
        known = self._refs.know(inbound, now)
        payload = without_proof(inbound.raw)

        async def work(unit: Unit) -> bool:
            if not known:
                await keep_ref(unit, inbound, now)
            return await unit.inbox.arrive(*key_of(inbound), now, payload, holder, LEASE)

        new = await self.ledger.write(work, brief=True)
        if not known:
            self._refs.note(inbound, now)
        return holder if new else None

    async def _answered_before(self, inbound: Inbound) -> InvokeAnswer:
        key = key_of(inbound)
        body = await self.ledger.look(lambda unit: unit.inbox.answer_of(*key), brief=True)
        return InvokeAnswer(200, body) if body else answers.card(_working_card())

    def _begin(self, case: TurnInProgress) -> asyncio.Task[InvokeAnswer]:
        self.holding.hold(case.key, case.holder)
        task = asyncio.create_task(self._work(case))
        self._working.add(task)
        task.add_done_callback(lambda ended: self._ended(ended, case))
        return task

    def _save_file(self, case: TurnInProgress) -> None:
        if self.files is not None:
            self.holding.hold(case.key, case.holder)
            self.files.begin(case, lambda: self.holding.let_go(case.key, case.holder))

    def _ended(self, task: asyncio.Task[InvokeAnswer], case: TurnInProgress) -> None:
        self._working.discard(task)
        self.holding.let_go(case.key, case.holder)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            # Its lease runs out, and then it is taken up again.
            _log.error("turn_not_stored", **error_fields(error))

    def _resume(self, left: Iterable[Arrival], holder: str) -> None:
        for arrival in left:
            with correlated(arrival.correlation):
                try:
                    inbound = parse(arrival.payload)
                    done = event(inbound)
                    if done is None and inbound.name == Invoke.FILE_CONSENT and self.files:
                        case = TurnInProgress(inbound, Pressed("", ""), holder, tries=arrival.tries)
                        self._save_file(case)
                        continue
                except Exception as error:  # one that can't be read holds up no other
                    _log.error("activity_unreadable", **error_fields(error))
                    continue
                # What an older version took for something is answered as an unknown button.
                case = TurnInProgress(inbound, done or Pressed("", ""), holder, tries=arrival.tries)
                self._begin(case)

    async def _release(self) -> None:
        """Go on with what a dead process did not let through after a sign-in."""
        if self.gate is not None:
            for person in await self.gate.answered():
                await self._let_through(person)

    async def _let_through(self, person: str) -> None:
        """Go on with what waited for the sign-in of a person ("tenant/person")."""
        holder = new_correlation()

        async def work(unit: Unit) -> Sequence[Arrival]:
            return await unit.inbox.resume(person, holder, self.clock.now(), LEASE)

        self._resume(await self.ledger.write(work), holder)

    async def _work(self, case: TurnInProgress) -> InvokeAnswer:
        """Answer in the order of arrival. A fault of ours is logged, said, never tried again."""
        person = who(case.inbound)
        one_at_a_time = f"{person.conversation}/{person.person}"
        async with self._locks.setdefault(one_at_a_time, asyncio.Lock()):
            ended = self.watch("work", event=type(case.done).__name__.lower())
            result = "done"
            try:
                if case.hopeless:
                    return await self._apologise(case)
                return await self._proven_turn(case)
            except LeaseLost:
                result = "overtaken"
                _log.warning("turn_overtaken")
            except Exception as error:  # whatever a turn may raise, the person gets an answer
                result = "error"
                _log.error("turn_failed", **error_fields(error))
                return await self._apologise(case)
            finally:
                ended(result)
        return answers.card(_working_card())

    async def _apologise(self, case: TurnInProgress) -> InvokeAnswer:
        return await self._store(case, Reply(text=english().messages.internal_error(correlation())))

    async def _proven_turn(self, case: TurnInProgress) -> InvokeAnswer:
        """Answer, after a sign-in where one comes along, or ask for one."""
        inbound, proof = case.inbound, case.proof
        if self.gate is None or self._proving is None:
            return await self._turn(case)
        typed = read_code(case.done.text) if isinstance(case.done, Said) else None
        if typed is not None:
            good = await self._proving.prove(inbound, typed)
            texts = english()
            return await self._store(
                case, Reply(text=texts.account.signed_in if good else texts.account.wrong_code)
            )
        try:
            if proof is not None and not await self._proving.prove(inbound, proof):
                raise SignInNeeded
        except TenantError as error:
            _log.info("proof_refused", reason=type(error).__name__, code=error.answer.code)
            if case.key in self._heard:
                return await self._finish(case, _unproven(proof, error))
            return await self._ask(self.gate, case, SignInNeeded())
        try:
            return await self._turn(case)
        except SignInNeeded as need:
            if proof is not None and case.key in self._heard:
                await self.gate.insist(proof, need)
                return await self._finish(case, _unproven(None, need))
            return await self._ask(self.gate, case, need)

    async def _ask(
        self, gate: PendingSignIns, case: TurnInProgress, need: SignInNeeded
    ) -> InvokeAnswer:
        """Ask in the answer while its sender waits for one, else in the chat."""
        if case.key not in self._heard:
            if gate.tired(case.inbound):
                return await self._store(case, Reply(text=english().errors.error(need)))
            await gate.hold(case, need)
            return answers.card(_working_card())
        self._asked.add(case.key)
        card = await gate.card(who(case.inbound), need)
        return await self._finish(case, answers.login_request(card))

    async def _turn(self, case: TurnInProgress) -> InvokeAnswer:
        for _ in range(_MOST_STALE):
            try:
                return await self._store(case, await self._answered(case))
            except StaleDraft:
                # Another click was faster: by now this button is spent, the request is another, or
                # the run stands elsewhere, and the next answer says so.
                continue
        return await self._store(case, await self._answered(case))

    async def _answered(self, case: TurnInProgress) -> Reply:
        person = who(case.inbound)
        if isinstance(case.done, Arrived) and not person.personal:
            return Reply(text=english().messages.channel_greeting)
        return await self.desk.answer(person, case.done)

    async def _finish(self, case: TurnInProgress, reply: InvokeAnswer) -> InvokeAnswer:
        await self._end(case, reply, None, Wake())
        return reply

    async def _store(self, case: TurnInProgress, reply: Reply) -> InvokeAnswer:
        answer = answers.card(reply.card) if reply.card else answers.message(reply.text)
        wake = wake_for(reply.effects)
        await self._end(case, answer, reply, wake)
        self.post()
        if wake.timers:
            self.ring()
        for run in wake.runs:
            self.carry_out(run)
        if wake.controlled:
            self.changed()
        return answer

    async def _end(
        self, case: TurnInProgress, answer: InvokeAnswer, reply: Reply | None, wake: Wake
    ) -> None:
        """Store what came of an activity, together with its end; once, however often it is tried.

        Raises `LeaseLost` and `StaleDraft`, and then nothing is kept.
        """
        offered = None
        for effect in reply.effects if reply else ():
            if isinstance(effect, OfferFile) and self.files is not None:
                offered = await self.files.offered(who(case.inbound), effect)
            if isinstance(effect, StorePlan):
                await stage(self.ledger, effect.plan)

        async def work(unit: Unit) -> None:
            if await end_for(unit, case, dict(answer.body or {})) and reply is not None:
                now = self.clock.now()
                await store(unit, case, reply, now, self.acting, self.canary, offered)

        await self.ledger.write(work, brief=not wake.many_rows)


def _working_card() -> Card:
    return ended_card(EndedFacts(End.WORKING), english())


def _unproven(proof: Proof | None, error: TenantError) -> InvokeAnswer:
    """Say that what came along proves nothing, so that Teams shows the sign-in button."""
    if isinstance(proof, WindowCode):
        return answers.wrong_code()
    return answers.precondition_failed(english().errors.error(error))
