"""From what a step decided to what is stored and shown."""

from dataclasses import replace

from cards.error import ErrorFacts, error_card
from cards.kit import Card
from dialogs import walk
from dialogs.answers import Stored, Turn
from dialogs.scene import Move, Scene
from licensing.draft import Draft, Step
from licensing.errors import UnassignError


async def in_place(scene: Scene, before: Draft, move: Move) -> Turn:
    """Go on in the same card."""
    after = renewed(scene, replace(move.draft, revision=before.revision + 1))
    card = await _drawn(scene, after, move)
    stored = (Stored(after, card, before.revision), *await _closed(scene, after, move))
    return _turn(card, stored, after, move)


async def below(scene: Scene, move: Move) -> Turn:
    """Go on in a new card below; the open walk's card says that it was replaced."""
    after = renewed(scene, replace(move.draft, id=scene.ids.new(), revision=0))
    card = await _drawn(scene, after, move)
    stored = (Stored(after, card), *await _closed(scene, after, move))
    return replace(_turn(card, stored, after, move), below=True)


async def superseded(scene: Scene, draft: Draft) -> tuple[Stored, ...]:
    """Close the walk that a newer one replaces: one person has one walk in a conversation.

    A home card replaces nothing, so that asking for help loses nothing. A walk that is running goes
    on by itself.
    """
    if draft.step is Step.HOME:
        return ()
    left = await scene.shelf.open_walk(draft.tenant, draft.conversation, draft.owner)
    if left is None or left.id == draft.id or left.step is Step.RUNNING:
        return ()
    return (await ended(scene, left, Step.REPLACED),)


async def ended(scene: Scene, draft: Draft, step: Step) -> Stored:
    """The same walk, closed, with its last card."""
    closed = renewed(scene, replace(draft, step=step, revision=draft.revision + 1))
    return Stored(closed, await walk.show(scene, closed), draft.revision)


def fresh_home(scene: Scene) -> Draft:
    """A new home card for this person in this conversation."""
    who = scene.who
    return Draft(
        id=scene.ids.new(),
        tenant=who.tenant,
        owner=who.person,
        conversation=who.conversation,
        journey=None,
        step=Step.HOME,
        token=scene.ids.token(),
    )


def renewed(scene: Scene, draft: Draft) -> Draft:
    """The same draft with a new token: the buttons of earlier cards are spent."""
    return replace(draft, token=scene.ids.token())


def troubled(scene: Scene, draft: Draft, error: UnassignError) -> Turn:
    """Say what went wrong. The draft stays as it was, and so do its buttons."""
    return Turn(error_card(ErrorFacts(error, draft.token), scene.words), of=draft)


def _turn(card: Card, stored: tuple[Stored, ...], after: Draft, move: Move) -> Turn:
    start = after if move.start else None
    return Turn(card, stored, plan=move.plan, start=start, refused=move.refused, deals=move.deals)


async def _closed(scene: Scene, draft: Draft, move: Move) -> tuple[Stored, ...]:
    """The walks that go on in this one."""
    going_on = [await ended(scene, other, Step.REPLACED) for other in move.closing]
    return (*await superseded(scene, draft), *going_on)


async def _drawn(scene: Scene, draft: Draft, move: Move) -> Card:
    scene.starting = move.start
    return await walk.show(scene, draft, move.notice)
