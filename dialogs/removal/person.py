"""By user, first step: choose the person."""

from dataclasses import replace

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.person import PersonFacts, person_card
from dialogs.model.context import Context
from dialogs.model.events import Pressed
from dialogs.model.results import Transition
from dialogs.removal.changes import changed_request
from dialogs.removal.likely_people import take_likely
from dialogs.removal.people import PROBLEMS_SHOWN, licenses_next
from dialogs.removal.people_input import correct, corrections, picked, take_pasted, take_picked
from licensing.plans.draft import Draft


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the search box, and the candidates when a typed name was not clear."""
    facts = PersonFacts(
        person=draft.people[0] if draft.people else None,
        problems=draft.problems[:PROBLEMS_SHOWN],
        token=draft.token,
        changes=await changed_request(context, draft),
        notice=notice,
    )
    return person_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Take the person who was picked, typed or chosen among candidates."""
    empty = replace(draft, people=(), products=(), duplicates=0, unkept=0, table=None)
    ids = picked(pressed.inputs.get(Field.PERSON, ""))[:1]
    fixes = corrections(pressed.inputs.items())
    if ids:
        taken = await take_picked(context.directory, replace(empty, problems=()), ids)
    elif typed := pressed.inputs.get(Field.PASTE, "").strip():
        taken = await take_pasted(context.directory, replace(empty, problems=()), typed)
    else:
        taken = await correct(context.directory, empty, fixes)
    return _onward(taken.draft, taken.notice, everything=pressed.verb == Verb.ALL_LICENSES)


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Take a typed address or name; None where no one could be meant."""
    empty = replace(draft, people=(), products=(), problems=(), duplicates=0, unkept=0)
    taken = await take_pasted(context.directory, empty, text)
    unknown = not taken.draft.people and not any(p.candidates for p in taken.draft.problems)
    if unknown and "@" not in text:
        likely = await take_likely(context, empty, text)
        return _onward(likely, None) if likely else None
    return _onward(taken.draft, taken.notice)


def _onward(draft: Draft, notice: Notice | None, *, everything: bool = False) -> Transition:
    if len(draft.people) > 1:
        return Transition(replace(draft, people=()), Notice(NoticeKind.ONE_PERSON))
    if draft.problems:
        return Transition(draft, Notice(NoticeKind.PROBLEMS, len(draft.problems)))
    if not draft.people:
        gone = notice if notice and notice.kind is NoticeKind.GONE else None
        return Transition(draft, gone or Notice(NoticeKind.CHOOSE_PERSON))
    return Transition(licenses_next(draft, everything=everything))
