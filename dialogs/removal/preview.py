"""The preview: who loses what, and the worst that is lost. Entering it freezes a plan."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.preview import PreviewFacts, preview_card
from dialogs.model.context import Context
from dialogs.model.effects import StorePlan
from dialogs.model.events import Pressed
from dialogs.model.permissions import decide
from dialogs.model.results import Transition
from dialogs.policy.check import check_policy, next_step
from dialogs.removal.planning import freeze_plan, look_up, read_all
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan


async def enter(context: Context, draft: Draft) -> Transition:
    """Read everyone afresh and freeze the plan that this preview shows."""
    found, subscriptions = await read_all(context.directory, [p.id for p in draft.people])
    people = [found[p.id] for p in draft.people if p.id in found]
    products = await context.products()
    chosen = None if draft.all_products else draft.products
    known = await look_up(context, people, products, chosen, subscriptions)
    plan = await freeze_plan(
        id=context.ids.new(),
        tenant=draft.tenant,
        owner=draft.owner,
        made_at=context.now,
        day=context.today,
        chosen=chosen,
        people=people,
        products=products,
        known=known,
    )
    gone = len(draft.people) - len(people)
    notice = Notice(NoticeKind.GONE, gone) if gone else None
    kept = tuple(p for p in draft.people if p.id in found)
    # What was accepted was accepted for another plan.
    draft = replace(draft, people=kept, plan=plan.id, page=0, accepted=frozenset())
    draft = replace(draft, asks=await _asks(context, draft))
    return Transition(draft, notice, (StorePlan(plan),))


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw the plan with its worst losses."""
    plan = await _plan(context, draft)
    return preview_card(PreviewFacts(plan, draft.token, notice, draft.asks), context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Go on to the confirmation, or to the request."""
    plan = await _plan(context, draft)
    if pressed.verb == Verb.NEXT and plan.summary.licenses:
        return next_step(draft, await check_policy(context, plan, await decide(context.directory)))
    return Transition(draft)


async def _asks(context: Context, draft: Draft) -> bool:
    """Whether the next step surely asks for approval, as far as that is known cheaply."""
    if draft.request is not None:
        return True
    if not context.settings.policy.source:
        return False
    return not (await decide(context.directory)).allowed


async def _plan(context: Context, draft: Draft) -> Plan:
    return await context.plan(draft.plan or "")
