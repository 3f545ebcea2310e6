"""The search for unused licenses: start it, stop it, and begin a removal with what it has found."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from cards.findings.unused import FindingLine, FindingsFacts, findings_card
from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.events import Pressed
from dialogs.model.paging import number_of, page_of, pages
from dialogs.model.permissions import decide
from dialogs.model.results import Transition
from dialogs.removal.begin import start_journey
from licensing.errors import TenantError
from licensing.findings.unused import Finding, UnusedKind
from licensing.plans.draft import Draft, Journey, Step
from licensing.plans.savings import saved_cost
from licensing.tenant.catalog import product_name
from licensing.tenant.prices import Price
from licensing.tenant.products import Product

#: Lines on a page, so that the card fits one screen.
ROWS: Final = 4


async def enter(context: Context, draft: Draft) -> Transition:
    """Show what the last search found; begin one where there is none."""
    if (denied := await _denied(context)) is not None:
        return Transition(replace(draft, step=Step.HOME), denied)
    if await context.findings.scan(draft.tenant, draft.owner) is None:
        await _start(context, draft)
    return Transition(replace(draft, step=Step.FINDINGS, page=0))


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw how far the search is, or what it found; from now on it is drawn on this card."""
    scan = await context.findings.follow(draft.tenant, draft.owner, draft.id)
    found = scan.findings if scan and scan.ended_at else ()
    products = await _products(context)
    prices = context.settings.prices.of_all(products)
    page = page_of(str(draft.page), len(found), ROWS)
    lines = (
        FindingLine(one, product_name(one.product, products), _monthly([one], prices))
        for one in found[page * ROWS : (page + 1) * ROWS]
    )
    facts = FindingsFacts(
        scan=scan,
        at=context.local(scan.ended_at) if scan and scan.ended_at else None,
        lines=tuple(lines),
        frees=sum(one.frees for one in found),
        monthly=_monthly(found, prices),
        page=page,
        pages=pages(len(found), ROWS),
        token=draft.token,
        file_url=context.links.findings_file(draft.tenant, draft.owner, context.texts.reader)
        if found
        else None,
        notice=notice,
    )
    return findings_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, search again, stop, or begin a removal with the people of a line."""
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=number_of(pressed.arg)))
    if pressed.verb == Verb.STOP:
        await context.findings.stop(draft.tenant, draft.owner)
        return Transition(draft)
    if pressed.verb not in {Verb.FINDINGS, Verb.REVIEW}:
        return Transition(draft)
    if (denied := await _denied(context)) is not None:
        return Transition(draft, denied)
    if pressed.verb == Verb.REVIEW:
        return await _review(context, draft, pressed.arg)
    await _start(context, draft)
    return Transition(replace(draft, page=0))


async def _review(context: Context, draft: Draft, arg: str) -> Transition:
    """Begin the journey for many people with those of a line, as they were found."""
    kind, _, product = arg.partition("/")
    known = kind in set(UnusedKind)
    people = (
        await context.findings.people(draft.tenant, draft.owner, UnusedKind(kind), product)
        if known
        else ()
    )
    if not people:
        return Transition(draft, Notice(NoticeKind.ADVICE, said=context.texts.findings.changed))
    started = await start_journey(context, fresh_home(context), Journey.MANY_USERS)
    if started.draft.journey is None:
        return Transition(draft, started.notice)
    chosen = replace(started.draft, people=people, products=(product,))
    return replace(started, draft=chosen, beside=True)


async def _start(context: Context, draft: Draft) -> None:
    await context.findings.start(draft.tenant, draft.owner, context.who.timezone)


async def _denied(context: Context) -> Notice | None:
    """Why the person may not search: everyone who may remove licenses may."""
    decision = await decide(context.directory)
    if decision.allowed:
        return None
    return Notice(NoticeKind.NOT_ALLOWED, why=decision.why)


async def _products(context: Context) -> Mapping[str, Product]:
    """The tenant's products, for names and prices; the card does without them."""
    try:
        return await context.products()
    except TenantError:
        return {}


def _monthly(found: Iterable[Finding], prices: Mapping[str, Price]) -> Mapping[str, Decimal]:
    """What the licenses that become available cost in a month, by currency."""
    freed = Counter[str]()
    for one in found:
        freed[one.product] += one.frees
    return saved_cost(freed, prices).monthly
