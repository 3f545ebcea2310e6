"""The preview: who loses what and on which day. Entering it freezes a plan."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.removal.preview import PreviewFacts, preview_card
from dialogs.model.context import Context, Transition
from dialogs.model.events import Pressed
from dialogs.model.paging import ROWS, page_of, pages
from dialogs.model.permissions import decide
from dialogs.policy.check import check_policy, onward
from dialogs.removal.freezing import frozen
from dialogs.removal.planning import look_up, read_all
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan


async def enter(scene: Context, draft: Draft) -> Transition:
    """Read everybody afresh and freeze the plan that this preview shows."""
    found, subscriptions = await read_all(scene.directory, [p.id for p in draft.people])
    people = [found[p.id] for p in draft.people if p.id in found]
    products = await scene.products()
    chosen = None if draft.all_products else draft.products
    known = await look_up(scene, people, products, chosen, subscriptions)
    plan = await frozen(
        id=scene.ids.new(),
        tenant=draft.tenant,
        owner=draft.owner,
        made_at=scene.now,
        day=scene.today,
        chosen=chosen,
        people=people,
        products=products,
        known=known,
    )
    gone = len(draft.people) - len(people)
    notice = Notice(NoticeKind.GONE, gone) if gone else None
    kept = tuple(p for p in draft.people if p.id in found)
    return Transition(replace(draft, people=kept, plan=plan.id, page=0), notice, plan=plan)


async def show(scene: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw one page of the plan with its warnings."""
    plan = await _plan(scene, draft)
    page = page_of(str(draft.page), plan.summary.people)
    facts = PreviewFacts(
        plan=plan,
        rows=await scene.plan_people(plan.id, page * ROWS, ROWS),
        page=page,
        pages=pages(plan.summary.people),
        csv_url=scene.links.plan_csv(plan.id),
        token=draft.token,
        notice=notice,
        acting=scene.acting,
        prices=scene.prices.of_all(await scene.products()) if scene.prices.by_name else {},
    )
    return preview_card(facts, scene.words)


async def press(scene: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, or go on to the confirmation."""
    plan = await _plan(scene, draft)
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=page_of(pressed.arg, plan.summary.people)))
    if pressed.verb == Verb.NEXT and plan.summary.licenses:
        return onward(draft, await check_policy(scene, plan, await decide(scene.directory)))
    return Transition(draft)


async def say(scene: Context, draft: Draft, text: str) -> Transition | None:
    """Turn to "page 3"."""
    word, _, number = text.strip().casefold().partition(" ")
    if word != "page" or not number.isdecimal() or len(number) > 6:
        return None
    plan = await _plan(scene, draft)
    return Transition(
        replace(draft, page=page_of(str(max(0, int(number) - 1)), plan.summary.people))
    )


async def _plan(scene: Context, draft: Draft) -> Plan:
    return await scene.plan(draft.plan or "")
