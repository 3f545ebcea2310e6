"""From what a step decided to the reply: which drafts are stored, and which cards are shown."""

from dataclasses import replace

from cards.general.error import ErrorFacts, error_card
from cards.kit.card import Card
from cards.kit.notices import Notice
from cards.removal.statements import shows_statements
from dialogs import flow
from dialogs.model.context import Context
from dialogs.model.effects import ControlRun, Effect, JournalRefusal, ShowCard, StartRun, StoreDraft
from dialogs.model.events import Pressed
from dialogs.model.results import ContinueBelow, Reply, Transition, redrawn
from dialogs.unread import with_unread_press
from licensing.errors import UnassignError
from licensing.plans.draft import NOT_RESUMABLE, Draft, Step


async def in_place(context: Context, before: Draft, transition: Transition) -> Reply:
    """Continue in the same card."""
    after = _renewed(context, replace(transition.draft, revision=before.revision + 1))
    return await _reply(context, after, transition, before.revision)


async def drawn_again(context: Context, draft: Draft, notice: Notice | None = None) -> Reply:
    """Draw the card of a draft that stays as it is, with the token in its buttons.

    So no press on it is lost. Storing the draft makes sure that no newer card is drawn over.
    """
    card = await flow.show(context, draft, notice)
    return Reply(card, (StoreDraft(draft, card, draft.revision),))


async def below(context: Context, transition: Transition) -> Reply:
    """Continue in a new card below; the card of the open flow says that it was replaced."""
    after = _renewed(context, replace(transition.draft, id=context.ids.new(), revision=0))
    return await _reply(context, after, transition)


async def posted_or_said(context: Context, what: Transition | str) -> Reply:
    """Post a new card below, without a change to any other; or say a sentence."""
    if isinstance(what, str):
        return Reply(text=what)
    return Reply(effects=(await below(context, what)).effects)


async def beside(context: Context, pressed: Draft, transition: Transition) -> Reply:
    """Continue in a new card below, while the one whose button was pressed stays as it is."""
    new = await below(context, transition)
    card = await flow.show(context, pressed)
    return Reply(card, (*new.effects, ShowCard(pressed, card)))


async def continue_below(context: Context, reply: Reply | ContinueBelow) -> Reply:
    """Start the new card of a flow that continues below."""
    if isinstance(reply, Reply):
        return reply
    new = await below(context, reply.transition)
    return Reply(reply.card, new.effects, reply.text)


async def ended(context: Context, draft: Draft, step: Step) -> StoreDraft:
    """Close a flow, with its last card."""
    closed = flow.closed(draft, step)
    if draft.conversation != context.who.conversation:
        context = await context.for_reader(draft.owner, draft.conversation)
    closed = _renewed(context, replace(closed, revision=draft.revision + 1))
    return StoreDraft(closed, await flow.show(context, closed), draft.revision)


def failed_press(context: Context, draft: Draft, pressed: Pressed, error: UnassignError) -> Reply:
    """Say what went wrong, and keep what was entered so that it can be tried again."""
    after = with_unread_press(draft, pressed)
    if after is None:
        return failed(context, draft, error)
    after = _renewed(context, replace(after, revision=draft.revision + 1))
    card = error_card(ErrorFacts(error, after.token), context.texts)
    return Reply(card, (StoreDraft(after, card, draft.revision),))


async def failed_text(context: Context, left: Draft, error: UnassignError) -> Reply:
    """The same below a typed list; `left` keeps it, and its own card says that it was replaced."""
    after = _renewed(context, replace(left, id=context.ids.new(), revision=0))
    card = error_card(ErrorFacts(error, after.token), context.texts)
    closed = await _superseded(context, after)
    return Reply(card, (StoreDraft(after, card), *closed))


def failed(context: Context, draft: Draft, error: UnassignError) -> Reply:
    """Say what went wrong. The draft stays as it was, and so do its buttons."""
    return redrawn(draft, error_card(ErrorFacts(error, draft.token), context.texts))


async def _reply(
    context: Context, after: Draft, transition: Transition, before: int | None = None
) -> Reply:
    effects = tuple(_bound(effect, after) for effect in transition.effects)
    context.pending.starts_run = any(isinstance(effect, StartRun) for effect in effects)
    controls = (effect for effect in effects if isinstance(effect, ControlRun))
    context.pending.control = next(controls, None)
    card = await flow.show(context, after, transition.notice)
    after = await _stated(context, after, card)
    closed = (
        *await _superseded(context, after),
        *[await ended(context, other, Step.REPLACED) for other in transition.closing],
    )
    refused = (JournalRefusal(transition.refused, after),) if transition.refused else ()
    return Reply(card, (StoreDraft(after, card, before), *closed, *effects, *refused))


async def _stated(context: Context, draft: Draft, card: Card) -> Draft:
    """Note for which plan the drawn card states what is lost; a later press needs that."""
    if draft.plan is None or not shows_statements(card):
        return replace(draft, stated="")
    return replace(draft, stated=(await context.plan(draft.plan)).hash)


def _bound(effect: Effect, after: Draft) -> Effect:
    """Which card shows the run is known only now."""
    return StartRun(after) if isinstance(effect, StartRun) else effect


async def _superseded(context: Context, draft: Draft) -> tuple[StoreDraft, ...]:
    """Close the flow that a newer one replaces: one person has one flow in a conversation.

    A card that is no flow replaces none and is never replaced, so asking for help or for a receipt
    loses nothing, and every card of a run keeps its buttons until the run has ended.
    """
    if draft.step in NOT_RESUMABLE:
        return ()
    left = await context.queries.open_draft(draft.tenant, draft.conversation, draft.owner)
    if left is None or left.id == draft.id:
        return ()
    return (await ended(context, left, Step.REPLACED),)


def _renewed(context: Context, draft: Draft) -> Draft:
    """The same draft with a new token: the buttons of earlier cards no longer count."""
    return replace(draft, token=context.ids.token())
