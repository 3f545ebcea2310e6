"""Takes what a person did, finds the step they are at, and computes the reply.

Who may press what is decided here, on every press; what a button does is decided in its step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cards.general.help import HelpFacts, help_card
from cards.kit.actions import Verb
from cards.kit.notices import Notice, NoticeKind
from cards.runs.ended import End, EndedFacts, ended_card
from cards.words.languages import Languages
from dialogs import account, flow, questions, transitions, typed
from dialogs.approvals.buttons import OF_REQUESTS, press_list_button, press_request
from dialogs.approvals.consultation import REPLIES, press_consultation
from dialogs.details import details
from dialogs.elsewhere import LISTS, answer_elsewhere, is_about_people
from dialogs.model.context import Context, DialogSettings
from dialogs.model.drafts import blank, fresh_home
from dialogs.model.effects import JournalRefusal, StoreDraft
from dialogs.model.events import Arrived, Pressed, Said, Searched, Who
from dialogs.model.ports import (
    Accounts,
    Directory,
    FindingSearch,
    Ids,
    Links,
    Lookups,
    NoFindings,
    NoLookups,
    Queries,
    RequestQueries,
)
from dialogs.model.request_update import request_of_slot
from dialogs.model.results import Choice, Dialog, Reply, Transition, redrawn
from dialogs.reminders.notifications import Notifications, notifications
from dialogs.removal.search import search
from dialogs.runs.control import is_brake, is_control
from dialogs.runs.progress import with_result
from dialogs.runs.receipts import opened
from licensing.clock import Clock
from licensing.errors import SignInNeeded, UnassignError
from licensing.plans.draft import FINAL_STEPS, Draft, Step
from licensing.reminders.calendar import Calendar, GracePeriod
from licensing.runs.control import FINAL_STATES
from licensing.tenant.person_language import PersonLanguage


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Answers everything that people do to the bot."""

    #: Reaches a tenant as one person of it, with that person's rights.
    directory: Callable[[str, str], Directory]
    queries: Queries
    requests: RequestQueries
    links: Links
    ids: Ids
    clock: Clock
    languages: Languages
    settings: DialogSettings = DialogSettings()  # noqa: RUF009 - it is frozen
    #: Where people sign out; None where no one signs in.
    accounts: Accounts | None = None
    lookups: Lookups = field(default_factory=NoLookups)
    findings: FindingSearch = field(default_factory=NoFindings)

    async def answer(self, who: Who, event: Said | Pressed | Arrived) -> Reply:
        """Answer what a person did. `StaleDraft` may follow only when the answer is stored."""
        context = self.context(who)
        match event:
            case Pressed(token=""):
                # The client lost what the button carries. The card is fine and must stay.
                return Reply(text=context.for_viewer.texts.messages.press_without_data)
            case Pressed(verb=Verb.DETAILS):
                return await _details(context, event)
            case Pressed() if not who.personal and event.verb in LISTS:
                return await answer_elsewhere(
                    context, lambda own: typed.reply_to_text(self.context(own), LISTS[event.verb])
                )
            case Pressed(verb=Verb.SAY) if not who.personal:
                return await self._choose_in_channel(context, event)
            case Pressed() if event.verb in OF_REQUESTS:
                return await transitions.continue_below(
                    context, await press_request(context.for_viewer, event)
                )
            case Pressed() if event.verb in REPLIES:
                return await press_consultation(context.for_viewer, event)
            case Pressed():
                return await _pressed(context, event)
            case Said(too_long=True):
                return Reply(text=context.texts.messages.text_too_long)
            case Said() if is_about_people(context, event.text):
                return await answer_elsewhere(
                    context, lambda own: typed.reply_to_text(self.context(own), event.text)
                )
            case Said():
                return await typed.reply_to_text(context, event.text)
            case Arrived():
                return await typed.greet(context)

    async def _choose_in_channel(self, context: Context, pressed: Pressed) -> Reply:
        """Say a chosen answer; if that names people, it is answered in the personal chat."""
        found = await context.queries.by_token(pressed.token)
        text = questions.chosen(found[0], pressed) if found is not None else None
        mine = found is not None and found[0].owner == context.who.person
        if text is None or not mine or not is_about_people(context, text):
            return await _pressed(context, pressed)
        return await answer_elsewhere(
            context, lambda own: typed.reply_to_text(self.context(own), text)
        )

    async def dialog(self, who: Who, pressed: Pressed) -> Dialog | str:
        """Answer a dialog, or say in a sentence why not. Stores nothing; raises as `answer`."""
        context = self.context(who).for_viewer
        if pressed.verb != Verb.DETAILS:
            return context.texts.messages.unknown_dialog
        return await details.dialog(context, pressed)

    async def search(self, who: Who, searched: Searched) -> tuple[Choice, ...]:
        """Fill a search box. What goes wrong there is shown as nothing found, and raises here."""
        return await search(self.context(who).for_viewer, searched)

    async def progress(self, draft: Draft) -> tuple[StoreDraft, ...]:
        """Draw the card of a draft whose run progressed; nothing if it no longer shows its run."""
        if draft.step is not Step.RUNNING or draft.run is None:
            return ()
        owner = draft.tenant, draft.owner, draft.conversation
        tally = await self.queries.tally(draft.run)
        if tally.state not in FINAL_STATES:
            reply = await transitions.drawn_again(await self._later(*owner), draft)
        else:
            timezone = (await self.queries.receipt_of(draft.run)).timezone
            context = await self._later(*owner, timezone)
            reply = await transitions.in_place(context, draft, Transition(with_result(draft)))
        return tuple(effect for effect in reply.effects if isinstance(effect, StoreDraft))

    async def search_progress(self, draft: Draft, timezone: str) -> tuple[StoreDraft, ...]:
        """Draw the card of a draft that shows a search for unused licenses; nothing if not."""
        if draft.step is not Step.FINDINGS:
            return ()
        context = await self._later(draft.tenant, draft.owner, draft.conversation, timezone)
        return (StoreDraft(draft, await flow.show(context, draft), draft.revision),)

    async def ask_about_run(
        self, tenant: str, owner: str, conversation: str, run: str
    ) -> tuple[StoreDraft, ...]:
        """Create a card with which the owner of a run decides whether it continues."""
        receipt = await self.queries.receipt_of(run)
        context = await self._later(tenant, owner, conversation, receipt.timezone)
        draft = opened(context, receipt)
        return (StoreDraft(draft, await flow.show(context, draft)),)

    async def notifications(
        self, calendar: Calendar, people: Sequence[GracePeriod], timezone: str
    ) -> Notifications:
        """Messages to people who lost something through a run, and to their managers."""
        who = Who(calendar.tenant, calendar.owner, "", calendar.conversation, timezone=timezone)
        return await notifications(self.context(who), calendar, people)

    async def remind(self, calendar: Calendar, on: date, timezone: str) -> tuple[StoreDraft, ...]:
        """Make the cards that remind of what is ahead after a run.

        One for the person who ran it, where it was begun; and one for the requester for it.
        """
        tenant, owner, home = calendar.tenant, calendar.owner, calendar.conversation
        told = [(await self._later(tenant, owner, home, timezone), False)]
        if (id_ := request_of_slot(calendar.card_slot)) is not None:
            asked = await self.requests.get(id_)
            requester, home = asked.requester.id, asked.home_conversation
            if requester != owner:
                theirs = await self._later(tenant, requester, home, asked.timezone)
                told.append((theirs, asked.without_role))
        return tuple(
            [
                await self._reminder(context, calendar, on, reads_only=reads_only)
                for context, reads_only in told
            ]
        )

    async def _reminder(
        self, context: Context, calendar: Calendar, on: date, *, reads_only: bool
    ) -> StoreDraft:
        draft = replace(
            fresh_home(context),
            step=Step.REMINDER,
            plan=calendar.plan,
            run=calendar.run,
            reminder_day=on,
            reads_only=reads_only,
        )
        return StoreDraft(draft, await flow.show(context, draft))

    async def _later(
        self, tenant: str, person: str, conversation: str, timezone: str = "UTC"
    ) -> Context:
        """What a step may use for a card that no one asked for at this moment."""
        found = await self.queries.language_in(tenant, person, conversation)
        language = found or PersonLanguage()
        personal = found is not None
        who = Who(tenant, person, "", conversation, personal, language, timezone)
        return self.context(who)

    def context(self, who: Who) -> Context:
        """What a step may use to compute one reply to this person."""
        texts = self.languages.texts_read_by(who.language)
        return Context(
            who=who,
            settings=self.settings,
            directory=self.directory(who.tenant, who.person),
            queries=self.queries,
            requests=self.requests,
            links=self.links,
            ids=self.ids,
            languages=self.languages,
            texts=texts if who.personal else self.languages.in_channels,
            now=self.clock.now(),
            accounts=self.accounts,
            lookups=self.lookups,
            findings=self.findings,
        )


async def _details(context: Context, pressed: Pressed) -> Reply:
    """Turn a message with details; begin one where a client has no dialogs."""
    found = await context.queries.by_token(pressed.token)
    if found is not None and found[0].step is Step.DETAILS:
        return await _pressed(context, pressed)
    return await transitions.posted_or_said(
        context, await details.press_without_dialogs(context, pressed)
    )


async def _pressed(context: Context, pressed: Pressed) -> Reply:
    found = await context.queries.by_token(pressed.token)
    if found is None or not _is_here(found[0], context.who):
        return Reply(ended_card(EndedFacts(End.UNKNOWN), context.for_viewer.texts))
    draft, current = found
    if draft.owner != context.who.person and not is_control(draft, pressed, current=current):
        return Reply(text=context.for_viewer.texts.messages.belongs_to_someone_else)
    if not current and not is_brake(draft, pressed):
        return await _moved_on(context, draft)
    try:
        return await _current(context, draft, pressed)
    except SignInNeeded:
        raise
    except UnassignError as error:
        return transitions.failed_press(context, draft, pressed, error)


def _is_here(draft: Draft, who: Who) -> bool:
    return (draft.tenant, draft.conversation) == (who.tenant, who.conversation)


async def _current(context: Context, draft: Draft, pressed: Pressed) -> Reply:
    if pressed.verb in {Verb.START_OVER, Verb.HOME} and draft.step is not Step.RUNNING:
        return await _home(context, draft)
    if pressed.verb == Verb.HELP:
        return redrawn(draft, help_card(HelpFacts(draft.token), context.texts))
    if pressed.verb == Verb.SAY:
        return await typed.choose_answer(context, draft, pressed)
    if pressed.verb == Verb.CHOOSE_LANGUAGE:
        return account.choose_language(context, draft, pressed)
    if (answer := await press_list_button(context, draft, pressed)) is not None:
        return answer
    transition = await flow.press(context, draft, pressed)
    if transition.beside:
        return await transitions.beside(context, draft, transition)
    if transition.refused and draft.owner != context.who.person:
        # It is said below the card, which is someone else's and stays as it is.
        texts = context.for_viewer.texts
        said = texts.notice(transition.notice) if transition.notice else ""
        return Reply(text=said, effects=(JournalRefusal(transition.refused, draft),))
    if draft.step is Step.RUNNING and transition.draft == draft and not transition.effects:
        return await transitions.drawn_again(context, draft, transition.notice)
    return await transitions.in_place(context, draft, transition)


async def _home(context: Context, draft: Draft) -> Reply:
    """Begin again: in place, but below a card that is finished and keeps its facts."""
    if draft.step not in FINAL_STEPS | {Step.UPCOMING, Step.REMINDER}:
        fresh = blank(draft, journey=None, step=Step.HOME)
        return await transitions.in_place(context, draft, Transition(fresh))
    below = await transitions.below(context, Transition(fresh_home(context)))
    return redrawn(draft, await flow.show(context, draft), *below.effects)


async def _moved_on(context: Context, draft: Draft) -> Reply:
    """Show the current state of a spent button's flow. Pressing twice acts once."""
    try:
        return redrawn(draft, await flow.show(context, draft, Notice(NoticeKind.MOVED_ON)))
    except SignInNeeded:
        raise
    except UnassignError as error:
        return transitions.failed(context, draft, error)
