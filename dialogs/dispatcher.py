"""The desk: takes what a person did, finds where they stand, and says what comes of it.

Who may press what is decided here, on every press; what a button does is decided in its step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cards.general.help import HelpFacts, help_card
from cards.kit.actions import Verb
from cards.kit.notices import Notice, NoticeKind
from cards.runs.ended import End, EndedFacts, ended_card
from cards.words.languages import english
from cards.words.texts import Texts
from dialogs import flow as walk
from dialogs import transitions as moves
from dialogs import typed
from dialogs.approvals.buttons import OF_REQUESTS, pressed_around, pressed_request
from dialogs.approvals.consultation import REPLIES, pressed_consultation
from dialogs.model.context import Context, Transition
from dialogs.model.drafts import blank, fresh_home
from dialogs.model.events import Arrived, Pressed, Said, Searched, Who
from dialogs.model.ports import (
    Accounts,
    Clock,
    Directories,
    Ids,
    Links,
    Lookups,
    NoLookups,
    Queries,
    RequestQueries,
)
from dialogs.model.request_update import request_of_slot
from dialogs.model.results import Answer, CardReply, Choice, Refused, Stored, TextReply
from dialogs.reminders.notifications import notifications
from dialogs.removal.search import search
from dialogs.runs.control import is_brake, is_control
from dialogs.runs.progress import ended
from licensing.errors import SignInNeeded, UnassignError
from licensing.plans.draft import ENDED, Draft, Step
from licensing.policy.model import Policy
from licensing.reminders.calendar import Calendar
from licensing.reminders.schedule import Telling
from licensing.runs.control import OVER
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud
from licensing.tenant.prices import Prices


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Answers everything that people do to the bot."""

    directories: Directories
    queries: Queries
    links: Links
    ids: Ids
    clock: Clock
    #: Whether cards say that nothing is real.
    rehearsal: bool = False
    #: Where the tenants are.
    cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]
    #: Where people sign out; None where nobody signs in.
    accounts: Accounts | None = None
    #: Requests for approval, and what the policy says about them.
    requests: RequestQueries = field(kw_only=True)
    policy: Policy = field(default_factory=Policy, kw_only=True)
    lookups: Lookups = field(default_factory=NoLookups)
    mailbox_delay: bool = False
    prices: Prices = field(default_factory=Prices)
    #: Whether those who lost something are told themselves.
    telling: Telling = Telling.OFF
    #: Whether those are asked first from whom a request would take something.
    asks_people: bool = False
    _texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_texts", english(self.cloud))

    async def answer(self, who: Who, event: Said | Pressed | Arrived) -> Answer:
        """Answer what a person did. `StaleDraft` may follow only when the answer is stored."""
        context = self.context(who)
        match event:
            case Pressed() if event.verb in OF_REQUESTS:
                return await pressed_request(context, event)
            case Pressed() if event.verb in REPLIES:
                return await pressed_consultation(context, event)
            case Pressed():
                return await _pressed(context, event)
            case Said():
                return await typed.said(context, event.text)
            case Arrived():
                return await typed.greeted(context)

    async def search(self, who: Who, searched: Searched) -> tuple[Choice, ...]:
        """Fill a search box. What goes wrong there is shown as nothing found, and raises here."""
        return await search(self.context(who), searched)

    async def progress(self, draft: Draft, *, personal: bool = True) -> CardReply | None:
        """Draw the card of a walk whose run went on; None when the walk has left its run.

        `personal` is whether it stands in a personal chat.
        """
        if draft.step is not Step.RUNNING or draft.run is None:
            return None
        context = self.context(Who(draft.tenant, draft.owner, "", draft.conversation, personal))
        tally = await self.queries.tally(draft.run)
        if tally.state not in OVER:
            # The draft is as it was, and so are its buttons: nobody presses in vain.
            return CardReply(await walk.show(context, draft), of=draft)
        return await moves.in_place(context, draft, Transition(ended(draft)))

    async def notifications(self, calendar: Calendar, timezone: str) -> Mapping[str, Sequence[str]]:
        """What those are told who lost something by a run, and perhaps managers, by person."""
        who = Who(calendar.tenant, calendar.owner, "", calendar.conversation, timezone=timezone)
        return await notifications(self.context(who), calendar)

    async def remind(self, calendar: Calendar, on: date, timezone: str) -> tuple[Stored, ...]:
        """Make the cards that remind of what is ahead after a run.

        One for whoever ran it, where it was begun; and one for whoever asked for it.
        """
        told = [Who(calendar.tenant, calendar.owner, "", calendar.conversation, timezone=timezone)]
        if (id_ := request_of_slot(calendar.card_slot)) is not None:
            asked = await self.requests.get(id_)
            if asked.requester.id != calendar.owner:
                zone = asked.timezone
                told.append(Who(asked.tenant, asked.requester.id, "", asked.home, timezone=zone))
        return tuple([await self._reminder(who, calendar, on) for who in told])

    async def _reminder(self, who: Who, calendar: Calendar, on: date) -> Stored:
        context = self.context(who)
        draft = replace(
            fresh_home(context),
            step=Step.REMINDER,
            plan=calendar.plan,
            run=calendar.run,
            reminds=on,
        )
        return Stored(draft, await walk.show(context, draft))

    def context(self, who: Who) -> Context:
        """What a step sees while it answers this person once."""
        return Context(
            who=who,
            directory=self.directories.acting_as(who.tenant, who.person),
            queries=self.queries,
            links=self.links,
            ids=self.ids,
            texts=self._texts,
            now=self.clock.now(),
            rehearsal=self.rehearsal,
            cloud=self.cloud,
            acting=self.directories.acting,
            accounts=self.accounts,
            requests=self.requests,
            policy=self.policy,
            lookups=self.lookups,
            mailbox_delay=self.mailbox_delay,
            prices=self.prices,
            telling=self.telling,
            asks_people=self.asks_people,
        )


async def _pressed(context: Context, pressed: Pressed) -> Answer:
    found = await context.queries.by_token(pressed.token)
    if found is None or not _is_here(found[0], context.who):
        return CardReply(ended_card(EndedFacts(End.UNKNOWN), context.texts))
    draft, current = found
    if draft.owner != context.who.person and not is_control(draft, pressed, current=current):
        return TextReply(context.texts.messages.belongs_to_someone_else)
    if not current and not is_brake(draft, pressed):
        return await _moved_on(context, draft)
    try:
        return await _current(context, draft, pressed)
    except SignInNeeded:
        raise
    except UnassignError as error:
        return moves.troubled(context, draft, error)


def _is_here(draft: Draft, who: Who) -> bool:
    return (draft.tenant, draft.conversation) == (who.tenant, who.conversation)


async def _current(context: Context, draft: Draft, pressed: Pressed) -> Answer:
    if pressed.verb in {Verb.START_OVER, Verb.HOME} and draft.step is not Step.RUNNING:
        return await _home(context, draft)
    if pressed.verb == Verb.HELP:
        return CardReply(help_card(HelpFacts(draft.token), context.texts), of=draft)
    if (around := await pressed_around(context, draft, pressed)) is not None:
        return around
    move = await walk.press(context, draft, pressed)
    if move.beside:
        return await moves.beside(context, draft, move)
    if move.refused and draft.owner != context.who.person:
        # It is said below the card, which is somebody else's and stays as it is.
        said = context.texts.notice(move.notice) if move.notice else ""
        return TextReply(said, refused=Refused(move.refused, draft))
    return await moves.in_place(context, draft, move)


async def _home(context: Context, draft: Draft) -> CardReply:
    """Begin again: in place, but below a card that is finished and keeps its facts."""
    if draft.step not in ENDED | {Step.UPCOMING, Step.REMINDER}:
        fresh = blank(draft, journey=None, step=Step.HOME)
        return await moves.in_place(context, draft, Transition(fresh))
    below = await moves.below(context, Transition(fresh_home(context)))
    return CardReply(await walk.show(context, draft), below.stored, of=draft)


async def _moved_on(context: Context, draft: Draft) -> CardReply:
    """Show where the walk of a spent button stands now. Pressing twice does the thing once."""
    try:
        return CardReply(await walk.show(context, draft, Notice(NoticeKind.MOVED_ON)), of=draft)
    except SignInNeeded:
        raise
    except UnassignError as error:
        return moves.troubled(context, draft, error)
