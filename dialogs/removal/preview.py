"""The preview: who loses what and on which day. Entering it freezes a plan."""

from dataclasses import replace
from typing import Final

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.preview import PreviewFacts, preview_card
from dialogs.commands import Phrase, number_after
from dialogs.model.context import Context
from dialogs.model.effects import StorePlan
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, page_of, pages
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
    return Transition(draft, notice, (StorePlan(plan),))


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw one page of the plan with its warnings."""
    plan = await _plan(context, draft)
    page = page_of(str(draft.page), plan.summary.people)
    prices = context.settings.prices
    facts = PreviewFacts(
        plan=plan,
        rows=await context.plan_people(plan.id, page * ROWS, ROWS),
        page=page,
        pages=pages(plan.summary.people),
        file_url=context.links.plan_file(plan.id, context.texts.reader),
        token=draft.token,
        notice=notice,
        acting=context.settings.acting,
        prices=prices.of_all(await context.products()) if prices.by_name else {},
    )
    return preview_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, or go on to the confirmation."""
    plan = await _plan(context, draft)
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=page_of(pressed.arg, plan.summary.people)))
    if pressed.verb == Verb.NEXT and plan.summary.licenses:
        return next_step(draft, await check_policy(context, plan, await decide(context.directory)))
    return Transition(draft)


#: No list is longer.
_LAST_PAGE: Final = 999_999


async def say(context: Context, draft: Draft, text: str) -> Transition | None:
    """Turn to "page 3"."""
    number = number_after(text, Phrase.PAGE, context.languages)
    if number is None or number > _LAST_PAGE:
        return None
    plan = await _plan(context, draft)
    return Transition(replace(draft, page=page_of(str(max(0, number - 1)), plan.summary.people)))


async def _plan(context: Context, draft: Draft) -> Plan:
    return await context.plan(draft.plan or "")
