"""From what a step decided to what is stored and shown."""

from dataclasses import replace
from typing import Any

from cards.general.error import ErrorFacts, error_card
from cards.kit.card import Card
from dialogs import flow as walk
from dialogs.home import fresh_home
from dialogs.model.context import Context, Transition
from dialogs.model.results import CardReply, Refused, Stored
from licensing.errors import UnassignError
from licensing.plans.draft import NO_WALK, Draft, Step

__all__ = ["below", "beside", "ended", "fresh_home", "in_place", "renewed", "troubled"]


async def in_place(scene: Context, before: Draft, move: Transition) -> CardReply:
    """Go on in the same card."""
    after = renewed(scene, replace(move.draft, revision=before.revision + 1))
    card = await _drawn(scene, after, move)
    stored = (Stored(after, card, before.revision), *await _closed(scene, after, move))
    return CardReply(card, stored, plan=move.plan, **_also(move, after))


async def below(scene: Context, move: Transition) -> CardReply:
    """Go on in a new card below; the open walk's card says that it was replaced."""
    after = renewed(scene, replace(move.draft, id=scene.ids.new(), revision=0))
    card = await _drawn(scene, after, move)
    stored = (Stored(after, card), *await _closed(scene, after, move))
    return CardReply(card, stored, below=True, plan=move.plan, **_also(move, after))


async def beside(scene: Context, pressed: Draft, move: Transition) -> CardReply:
    """Go on in a new card below, while the one whose button was pressed stays as it is."""
    new = await below(scene, move)
    return replace(new, card=await walk.show(scene, pressed), below=False, of=pressed)


async def superseded(scene: Context, draft: Draft) -> tuple[Stored, ...]:
    """Close the walk that a newer one replaces: one person has one walk in a conversation.

    What is no walk replaces none, so that asking for help or for a receipt loses nothing. A run has
    one card for a person in a conversation, the newest.
    """
    if draft.step is Step.RUNNING and draft.run:
        left = await scene.shelf.live_card(draft.run, draft.conversation, draft.owner)
        if left is None or left.id == draft.id or left.step is not Step.RUNNING:
            return ()
        return (await ended(scene, left, Step.REPLACED),)
    if draft.step in NO_WALK:
        return ()
    left = await scene.shelf.open_walk(draft.tenant, draft.conversation, draft.owner)
    if left is None or left.id == draft.id:
        return ()
    return (await ended(scene, left, Step.REPLACED),)


async def ended(scene: Context, draft: Draft, step: Step) -> Stored:
    """The same walk, closed, with its last card."""
    over = walk.closed(draft, step)
    closed = renewed(scene, replace(over, revision=draft.revision + 1))
    return Stored(closed, await walk.show(scene, closed), draft.revision)


def renewed(scene: Context, draft: Draft) -> Draft:
    """The same draft with a new token: the buttons of earlier cards are spent."""
    return replace(draft, token=scene.ids.token())


def troubled(scene: Context, draft: Draft, error: UnassignError) -> CardReply:
    """Say what went wrong. The draft stays as it was, and so do its buttons."""
    return CardReply(error_card(ErrorFacts(error, draft.token), scene.words), of=draft)


async def _closed(scene: Context, draft: Draft, move: Transition) -> tuple[Stored, ...]:
    """The walks that go on in this one."""
    going_on = [await ended(scene, other, Step.REPLACED) for other in move.closing]
    return (*await superseded(scene, draft), *going_on)


async def _drawn(scene: Context, draft: Draft, move: Transition) -> Card:
    scene.starting, scene.order = move.start, move.order
    return await walk.show(scene, draft, move.notice)


def _also(move: Transition, after: Draft) -> dict[str, Any]:
    """What else an answer does."""
    return {
        "start": after if move.start else None,
        "refused": Refused(move.refused, after) if move.refused else None,
        "order": move.order,
        "offer": move.offer,
        "looked": move.looked,
        "deals": move.deals,
    }
