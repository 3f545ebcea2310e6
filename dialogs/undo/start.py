"""Undo, first step: for everyone, or for chosen people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.undo.start import UndoFacts, undo_card
from dialogs.commands import Phrase, says
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.removal.people_input import picked, take_inputs, take_pasted, understood, use_column
from dialogs.undo.permission import refusal
from licensing.plans.draft import Draft, Step
from licensing.plans.plan import UndoneRun
from licensing.runs.control import FINAL_STATES
from licensing.runs.receipt import Receipt
from licensing.runs.undo import RemovedLicenses, returns
from licensing.tenant.identity import named
from licensing.tenant.people import Person, PersonRef

#: Maximum number of problems shown for correction.
PROBLEMS_SHOWN = 10


class Among:
    """Looks people up only among those with something to restore.

    By what they were called then, so that someone whose account is gone is found too.
    """

    def __init__(self, removed: Iterable[RemovedLicenses]) -> None:
        self._people = {one.person.id: _person(one.person) for one in removed}

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id."""
        return {id_: self._people[id_] for id_ in ids if id_ in self._people}

    async def find_people(self, entries: Sequence[str]) -> Mapping[str, tuple[Person, ...]]:
        """For each address, id or name: everyone it could mean."""
        return named(entries, self._people.values())


async def start(context: Context, receipt: Receipt, people: Sequence[str] = ()) -> Draft | Notice:
    """Begin to undo a receipt, for some people by id or to choose; or say why not.

    The draft belongs into a new card, by way of `flow.entered`: with people it stands at a preview.
    """
    if receipt.undoes is not None:
        return Notice(NoticeKind.UNDOES_ALREADY, receipt.undoes)
    if receipt.state not in FINAL_STATES:
        return Notice(NoticeKind.NOT_OVER_YET, receipt.number)
    if (refused := await refusal(context, receipt)) is not None:
        return refused
    draft = replace(fresh_home(context), step=Step.UNDO, undoes=receipt.run)
    removed = await context.queries.removed(receipt.run, people) if people else ()
    chosen = tuple(one.person for one in removed)
    return replace(draft, step=Step.UNDO_PREVIEW, people=chosen) if chosen else draft


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw what can be restored, and the ways to choose people."""
    receipt = await context.queries.receipt_of(draft.undoes or "")
    removed = await context.queries.removed(receipt.run, None)
    facts = UndoFacts(
        receipt=receipt,
        total=len(removed),
        licenses=sum(len(one.lines) for one in removed),
        returns=returns(
            ((one, None) for one in removed),
            UndoneRun(receipt.run, receipt.number, receipt.day, receipt.terms),
            context.today,
        ),
        people=draft.people,
        problems=draft.problems[:PROBLEMS_SHOWN],
        problems_total=len(draft.problems),
        unkept=draft.unkept,
        table=draft.table,
        token=draft.token,
        notice=notice,
    )
    return undo_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Go on with everyone, or take what the inputs hold and do what the button says."""
    if pressed.verb == Verb.EVERYONE:
        return Transition(_onward(replace(draft, people=())))
    if pressed.verb == Verb.TAKE_OFF:
        off = set(picked(pressed.inputs.get(Field.TAKE_OFF, "")))
        return Transition(replace(draft, people=tuple(p for p in draft.people if p.id not in off)))
    if pressed.verb == Verb.SKIP_PROBLEMS:
        return _checked(replace(draft, problems=(), unkept=0), None)
    among = Among(await context.queries.removed(draft.undoes or "", None))
    if pressed.verb == Verb.USE_COLUMN and pressed.arg.isdecimal() and len(pressed.arg) < 4:
        taken = await use_column(among, draft, int(pressed.arg))
        return Transition(taken.draft, taken.notice)
    shown = draft.table
    taken = await take_inputs(among, draft, pressed.inputs)
    if pressed.verb == Verb.NEXT:
        table, added = taken.draft.table, len(taken.draft.people) - len(draft.people)
        if table is not None and table != shown and not taken.draft.unmatched:
            return Transition(taken.draft, Notice(NoticeKind.CHECK_COLUMN, added))
        return _checked(taken.draft, taken.notice)
    return Transition(taken.draft, taken.notice)


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Take "everyone", or a list pasted into the chat."""
    if says(text, Phrase.ALL_PEOPLE, context.languages):
        return Transition(_onward(replace(draft, people=())))
    among = Among(await context.queries.removed(draft.undoes or "", None))
    taken = await take_pasted(among, replace(draft, duplicates=0), text)
    if not understood(draft, taken.draft, text):
        return None
    return Transition(taken.draft, taken.notice)


def _checked(draft: Draft, notice: Notice | None) -> Transition:
    if draft.unmatched:
        return Transition(draft, Notice(NoticeKind.PROBLEMS, draft.unmatched))
    if not draft.people:
        return Transition(draft, notice or Notice(NoticeKind.CHOOSE_PEOPLE))
    return Transition(_onward(draft))


def _onward(draft: Draft) -> Draft:
    return replace(
        draft,
        step=Step.UNDO_PREVIEW,
        page=0,
        problems=(),
        unkept=0,
        duplicates=0,
        table=None,
        plan=None,
    )


def _person(ref: PersonRef) -> Person:
    return Person(ref.id, ref.name, ref.address)
