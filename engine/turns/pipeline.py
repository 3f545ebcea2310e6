"""One turn: store the activity, answer it, do the work, and let the outbox update the card.

What a person did is in the inbox before it is answered, and leaves it in the same transaction that
stores its result. After a crash the rest of the inbox is processed again, here or by another
process; only the process that leases an activity may store its result.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

import structlog

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound, Kind
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke, Invokes
from bot.sign_in.credentials import SignInCredential, WindowCode, read_code, read_credential
from cards.runs.ended import End, EndedFacts, ended_card
from cards.words.languages import Languages
from dialogs.approvals.service import RequestService
from dialogs.commands import read_command
from dialogs.dispatcher import Dispatcher
from dialogs.model.effects import StorePlan
from dialogs.model.events import Arrived, Said
from dialogs.model.results import Reply
from engine.approvals.channel_events import concerns_teams, note_teams
from engine.approvals.invokes import is_automatic, refresh_handler
from engine.conversation_refs import with_what_is_known
from engine.events import is_uninstall, read_event, texts_at, texts_of, who
from engine.inbox_worker import InboxWorker
from engine.sign_in.invokes import answer_sign_ins
from engine.sign_in.pending import PendingSignIns
from engine.sign_in.verification import Verification
from engine.turns.activity_encryption import ActivityEncryption
from engine.turns.dialogs import answer_dialogs
from engine.turns.search import search_handler
from engine.turns.store import Wake, stage, store, wake_for
from engine.turns.turn import Key, LeaseLost, TurnInProgress, end_for, key_of
from engine.turns.typing_indicator import TypingIndicator
from ledger import Ledger, Unit
from licensing.clock import Clock
from licensing.errors import SignInNeeded, StaleDraft, TenantError
from licensing.runs.control import NO_CANARY, CanaryRule
from licensing.tenant.roles import ActingMode
from observability.correlation import correlation
from observability.errors import error_fields
from observability.watch import Watch, unwatched

#: Time limit for the answer to an invoke: a sign of life comes within two seconds. Teams gives up
#: after 10 to 15 and then says that the app can't be reached, although the work continues.
TIME_LIMIT: Final = timedelta(seconds=1.75)

#: Maximum number of times that an answer is computed again because another click was faster.
#: Several people press the buttons of a request concurrently.
_MAX_STALE: Final = 8

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Turns:
    """Takes authenticated activities and answers each once."""

    dispatcher: Dispatcher
    ledger: Ledger
    clock: Clock
    #: Called when the outbox has messages, and when a run has to be executed.
    post: Callable[[], None]
    carry_out: Callable[[str], None]
    time_limit: timedelta = TIME_LIMIT
    #: None where no one has to sign in.
    sign_ins: PendingSignIns | None = None
    #: None where nothing needs approval.
    requests: RequestService | None = None
    #: Called when a timer was set.
    timer_set: Callable[[], None] = lambda: None
    #: Called with tenant and person when someone has signed in.
    signed_in: Callable[[str, str], None] = lambda _tenant, _person: None
    #: In whose name the tenant is called, for the journal.
    acting: ActingMode = ActingMode.PERSON
    watch: Watch = unwatched
    canary: CanaryRule = NO_CANARY
    #: Encrypts what is secret in an activity as long as it is stored.
    encryption: ActivityEncryption = field(default_factory=ActivityEncryption)
    #: Called when a person has paused, resumed or stopped a run.
    run_controlled: Callable[[], None] = lambda: None
    #: Shown while a message takes long to answer; None for never.
    typing: TypingIndicator | None = None
    invokes: Invokes = field(init=False)
    inbox: InboxWorker = field(init=False)
    verification: Verification | None = None
    #: By chat and person; a lock is forgotten when no one holds it or waits for it.
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    #: Card actions whose client still waits for the answer, and those whose answer will be a
    #: sign-in, however late.
    _awaited: set[Key] = field(default_factory=set)
    _signing_in: set[Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        languages = self.languages
        self.invokes = Invokes(lambda inbound: texts_of(inbound, languages).messages.unknown_dialog)
        polled = self._resume_signed_in if self.sign_ins is not None else None
        self.inbox = InboxWorker(self.ledger, self.clock, self._work, polled, self.encryption)
        self.invokes.on(Invoke.CARD_ACTION)(self._card_action)
        self.invokes.on(Invoke.SEARCH)(search_handler(self.dispatcher, self.time_limit))
        answer_dialogs(self.invokes, self.dispatcher, self.time_limit)
        if self.sign_ins is not None:
            self.verification = Verification(
                self.sign_ins, self.inbox.resume, self.signed_in, self.time_limit
            )
            answer_sign_ins(self.invokes, self.verification.in_time, languages)

    @property
    def languages(self) -> Languages:
        """The texts in every language."""
        return self.dispatcher.languages

    async def start(self) -> None:
        """Process what a crash left in the inbox, here or elsewhere, now and from now on."""
        await self.inbox.start()

    async def close(self) -> None:
        """Let the turns in progress end."""
        if self.verification is not None:
            await self.verification.close()
        await self.inbox.stop()
        if self.typing is not None:
            await self.typing.close()

    async def handle(self, inbound: Inbound) -> InvokeAnswer | None:
        """Answer one activity; None for one that is not an invoke."""
        inbound = await with_what_is_known(self.ledger, inbound)
        if inbound.kind is Kind.INVOKE:
            return await self.invokes.answer(inbound)
        if (event := read_event(inbound)) is not None:
            turn = await self.inbox.accept(inbound, event)
            if turn is not None and self.typing is not None:
                self.typing.while_working(turn, inbound.conversation)
        elif self.sign_ins is not None and is_uninstall(inbound):
            await self.sign_ins.forget(inbound.tenant_id, inbound.sender.aad_id)
        if concerns_teams(inbound):
            await self._note_teams(inbound)
        return None

    async def _note_teams(self, inbound: Inbound) -> None:
        languages, now = self.languages, self.clock.now()
        if await self.ledger.write(
            lambda unit: note_teams(unit, inbound, languages, self.acting, now)
        ):
            self.post()
            self.timer_set()

    async def _card_action(self, inbound: Inbound) -> InvokeAnswer:
        if is_automatic(inbound) and self.requests is not None:
            return await refresh_handler(self.requests, self.time_limit)(inbound)
        event, key = read_event(inbound), key_of(inbound)
        task = event and await self.inbox.accept(inbound, event, read_credential(inbound.value))
        if not task:
            return await self._answered_before(inbound, key)
        self._awaited.add(key)
        try:
            await asyncio.wait({task}, timeout=self.time_limit.total_seconds())
            if task.done() or key in self._signing_in:
                return await task
            return self._working(inbound)
        finally:
            self._awaited.discard(key)
            self._signing_in.discard(key)

    async def _answered_before(self, inbound: Inbound, key: Key) -> InvokeAnswer:
        body = await self.ledger.query(lambda unit: unit.inbox.answer_of(*key), brief=True)
        return InvokeAnswer(200, body) if body else self._working(inbound)

    async def _resume_signed_in(self) -> None:
        """Continue what waited for a sign-in that a process took before it died."""
        if self.sign_ins is not None:
            for person in await self.sign_ins.answered():
                await self.inbox.resume(person)

    async def _work(self, turn: TurnInProgress) -> InvokeAnswer:
        """Answer in the order of arrival. An internal error is logged, reported, never retried."""
        person = who(turn.inbound)
        one_at_a_time = f"{person.conversation}/{person.person}"
        async with self._locks.setdefault(one_at_a_time, asyncio.Lock()):
            ended = self.watch("work", event=type(turn.event).__name__.lower())
            result = "done"
            try:
                if turn.exhausted:
                    return await self._report_error(turn)
                return await self._verified_turn(turn)
            except LeaseLost:
                result = "lease_lost"
                _log.warning("lease_lost")
            except Exception as error:  # whatever it is, the person gets an answer
                result = "error"
                _log.error("turn_failed", **error_fields(error))
                return await self._report_error(turn)
            finally:
                ended(result)
        return self._working(turn.inbound)

    async def _report_error(self, turn: TurnInProgress) -> InvokeAnswer:
        texts = texts_at(turn.inbound, self.languages)
        text = texts.messages.internal_error(correlation())
        return await self._store(turn, Reply(text=text))

    async def _verified_turn(self, turn: TurnInProgress) -> InvokeAnswer:
        """Answer, after verifying the credential if there is one, or ask for a sign-in."""
        inbound, credential = turn.inbound, turn.credential
        if self.sign_ins is None or self.verification is None:
            return await self._turn(turn)
        typed = await self._typed_code(turn)
        if typed is not None:
            good = await self.verification.verify(inbound, typed)
            texts = texts_at(inbound, self.languages)
            return await self._store(
                turn, Reply(text=texts.account.signed_in if good else texts.account.wrong_code)
            )
        try:
            if credential is not None and not await self.verification.verify(inbound, credential):
                raise SignInNeeded
        except TenantError as error:
            _log.info("proof_refused", reason=type(error).__name__, code=error.answer.code)
            if turn.key in self._awaited:
                return await self._finish(turn, self._rejected(inbound, credential, error))
            return await self._ask(self.sign_ins, turn, SignInNeeded())
        try:
            return await self._turn(turn)
        except SignInNeeded as need:
            if credential is not None and turn.key in self._awaited:
                await self.sign_ins.require_claims(credential, need)
                return await self._finish(turn, self._rejected(inbound, None, need))
            return await self._ask(self.sign_ins, turn, need)

    async def _typed_code(self, turn: TurnInProgress) -> WindowCode | None:
        """The code that a person typed; None for a command, and where no sign-in is pending."""
        if not isinstance(turn.event, Said) or self._is_command(turn.event):
            return None
        typed = read_code(turn.event.text)
        if typed is None or self.sign_ins is None:
            return None
        person = who(turn.inbound)
        sign_in = self.sign_ins.sign_in
        pending = await sign_in.awaits(person.tenant, person.person, person.conversation)
        return typed if pending else None

    def _is_command(self, said: Said) -> bool:
        return read_command(said.text, self.languages) is not None

    async def _ask(
        self, sign_ins: PendingSignIns, turn: TurnInProgress, need: SignInNeeded
    ) -> InvokeAnswer:
        """Ask in the answer while the client waits for it, otherwise in the chat."""
        if turn.key not in self._awaited:
            inbound = turn.inbound
            if sign_ins.too_many_retries(inbound) or await sign_ins.too_many_waiting(inbound):
                text = texts_at(inbound, self.languages).errors.error(need)
                return await self._store(turn, Reply(text=text))
            await sign_ins.park(turn, need)
            return self._working(inbound)
        self._signing_in.add(turn.key)
        card = await sign_ins.card(who(turn.inbound), need)
        return await self._finish(turn, answers.login_request(card))

    async def _turn(self, turn: TurnInProgress) -> InvokeAnswer:
        for _ in range(_MAX_STALE):
            try:
                return await self._store(turn, await self._answered(turn))
            except StaleDraft:
                # Another click was faster: this button is used, or the request or the run has
                # changed, and the next answer says so.
                continue
        return await self._store(turn, await self._answered(turn))

    async def _answered(self, turn: TurnInProgress) -> Reply:
        person = who(turn.inbound)
        if isinstance(turn.event, Arrived) and not person.personal:
            return Reply(text=self.languages.in_channels.messages.channel_greeting)
        return await self.dispatcher.answer(person, turn.event)

    def _working(self, inbound: Inbound) -> InvokeAnswer:
        texts = texts_of(inbound, self.languages)
        return answers.card(ended_card(EndedFacts(End.WORKING), texts))

    def _rejected(
        self, inbound: Inbound, credential: SignInCredential | None, error: TenantError
    ) -> InvokeAnswer:
        """Reject the credential, so that Teams shows the sign-in button."""
        if isinstance(credential, WindowCode):
            return answers.wrong_code()
        return answers.precondition_failed(texts_of(inbound, self.languages).errors.error(error))

    async def _finish(self, turn: TurnInProgress, reply: InvokeAnswer) -> InvokeAnswer:
        await self._end(turn, reply, None, Wake())
        return reply

    async def _store(self, turn: TurnInProgress, reply: Reply) -> InvokeAnswer:
        answer = answers.card(reply.card) if reply.card else answers.message(reply.text)
        wake = wake_for(reply.effects)
        await self._end(turn, answer, reply, wake)
        self.post()
        if wake.timers:
            self.timer_set()
        for run in wake.runs:
            self.carry_out(run)
        if wake.controlled:
            self.run_controlled()
        return answer

    async def _end(
        self, turn: TurnInProgress, answer: InvokeAnswer, reply: Reply | None, wake: Wake
    ) -> None:
        """Store the result of an activity together with its end; once, however often it is tried.

        Raises `LeaseLost` and `StaleDraft`, and then nothing is stored.
        """
        for effect in reply.effects if reply else ():
            if isinstance(effect, StorePlan):
                await stage(self.ledger, effect.plan)

        async def work(unit: Unit) -> None:
            if await end_for(unit, turn, dict(answer.body or {})) and reply is not None:
                now = self.clock.now()
                await store(
                    *(unit, turn, reply, now, self.acting, self.canary),
                    responds=turn.key in self._awaited,
                )

        await self.ledger.write(work, brief=not wake.many_rows)
