"""From what a step decided to what is stored and shown."""

from dataclasses import replace
from typing import Any

from cards.general.error import ErrorFacts, error_card
from cards.kit.card import Card
from dialogs import flow as walk
from dialogs.model.context import Context, Transition
from dialogs.model.drafts import fresh_home
from dialogs.model.results import CardReply, Refused, Stored
from licensing.errors import UnassignError
from licensing.plans.draft import NO_WALK, Draft, Step

__all__ = ["below", "beside", "ended", "fresh_home", "in_place", "renewed", "troubled"]


async def in_place(context: Context, before: Draft, move: Transition) -> CardReply:
    """Go on in the same card."""
    after = renewed(context, replace(move.draft, revision=before.revision + 1))
    card = await _drawn(context, after, move)
    stored = (Stored(after, card, before.revision), *await _closed(context, after, move))
    return CardReply(card, stored, plan=move.plan, **_also(move, after))


async def below(context: Context, move: Transition) -> CardReply:
    """Go on in a new card below; the open walk's card says that it was replaced."""
    after = renewed(context, replace(move.draft, id=context.ids.new(), revision=0))
    card = await _drawn(context, after, move)
    stored = (Stored(after, card), *await _closed(context, after, move))
    return CardReply(card, stored, below=True, plan=move.plan, **_also(move, after))


async def beside(context: Context, pressed: Draft, move: Transition) -> CardReply:
    """Go on in a new card below, while the one whose button was pressed stays as it is."""
    new = await below(context, move)
    return replace(new, card=await walk.show(context, pressed), below=False, of=pressed)


async def superseded(context: Context, draft: Draft) -> tuple[Stored, ...]:
    """Close the walk that a newer one replaces: one person has one walk in a conversation.

    What is no walk replaces none, so that asking for help or for a receipt loses nothing. A run has
    one card for a person in a conversation, the newest.
    """
    if draft.step is Step.RUNNING and draft.run:
        left = await context.queries.live_card(draft.run, draft.conversation, draft.owner)
        if left is None or left.id == draft.id or left.step is not Step.RUNNING:
            return ()
        return (await ended(context, left, Step.REPLACED),)
    if draft.step in NO_WALK:
        return ()
    left = await context.queries.open_walk(draft.tenant, draft.conversation, draft.owner)
    if left is None or left.id == draft.id:
        return ()
    return (await ended(context, left, Step.REPLACED),)


async def ended(context: Context, draft: Draft, step: Step) -> Stored:
    """The same walk, closed, with its last card."""
    over = walk.closed(draft, step)
    closed = renewed(context, replace(over, revision=draft.revision + 1))
    return Stored(closed, await walk.show(context, closed), draft.revision)


def renewed(context: Context, draft: Draft) -> Draft:
    """The same draft with a new token: the buttons of earlier cards are spent."""
    return replace(draft, token=context.ids.token())


def troubled(context: Context, draft: Draft, error: UnassignError) -> CardReply:
    """Say what went wrong. The draft stays as it was, and so do its buttons."""
    return CardReply(error_card(ErrorFacts(error, draft.token), context.texts), of=draft)


async def _closed(context: Context, draft: Draft, move: Transition) -> tuple[Stored, ...]:
    """The walks that go on in this one."""
    going_on = [await ended(context, other, Step.REPLACED) for other in move.closing]
    return (*await superseded(context, draft), *going_on)


async def _drawn(context: Context, draft: Draft, move: Transition) -> Card:
    context.starting, context.order = move.start, move.order
    return await walk.show(context, draft, move.notice)


def _also(move: Transition, after: Draft) -> dict[str, Any]:
    """What else an answer does."""
    return {
        "start": after if move.start else None,
        "refused": Refused(move.refused, after) if move.refused else None,
        "order": move.order,
        "offer": move.offer,
        "looked": move.looked,
        "updates": move.updates,
    }
