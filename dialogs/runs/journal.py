"""The journal on a card: what was decided and done, for those who see the whole tenant."""

from dataclasses import replace

from cards.kit.actions import Verb
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.runs.journal import JournalFacts, JournalRow, journal_card
from dialogs.model.context import Context
from dialogs.model.drafts import fresh_home
from dialogs.model.effects import JournalRefusal
from dialogs.model.events import Pressed
from dialogs.model.paging import number_of, page_of, pages
from dialogs.model.results import Reply, Transition
from dialogs.runs.receipts import sees_all
from licensing.errors import TenantError
from licensing.plans.draft import Draft, Step
from licensing.tenant.roles import Why

#: Entries on a page.
ROWS = 10


async def typed(context: Context, page: str) -> Transition | Reply:
    """Answer "journal", at a page counted from 1."""
    everyone, why = await sees_all(context)
    draft = replace(fresh_home(context), step=Step.JOURNAL, page=max(0, number_of(page) - 1))
    if everyone:
        return Transition(draft)
    if why is not None:
        return Reply(text=context.texts.notice(why))
    refused = JournalRefusal(Why.NO_ROLE, draft)
    return Reply(text=context.texts.journal.not_a_reader, effects=(refused,))


async def enter(context: Context, draft: Draft) -> Transition:
    """Open the journal from another card."""
    everyone, why = await sees_all(context)
    if not everyone:
        return Transition(draft, why or Notice(NoticeKind.NOT_ALLOWED, why=Why.NO_ROLE))
    return Transition(replace(draft, step=Step.JOURNAL, page=0, search=None))


async def show(context: Context, draft: Draft, notice: Notice | None) -> Card:
    """Draw a page, newest first; without entries for someone who may not see them any longer."""
    everyone, why = await sees_all(context)
    if not everyone:
        error = why.error if why and isinstance(why.error, TenantError) else None
        wrong = Notice(NoticeKind.ERROR, error=error) if error else None
        said = wrong or Notice(NoticeKind.NOT_ALLOWED, why=Why.NO_ROLE)
        return journal_card(JournalFacts((), 0, 0, 1, draft.token, notice=said), context.texts)
    tenant = context.who.tenant
    entries, total, names = await context.queries.entries(tenant, draft.page * ROWS, ROWS)
    page = page_of(str(draft.page), total, ROWS)
    if not entries and total:
        entries, total, names = await context.queries.entries(tenant, page * ROWS, ROWS)
    rows = tuple(JournalRow(one, context.local(one.at)) for one in entries)
    facts = JournalFacts(rows, total, page, pages(total, ROWS), draft.token, names, notice)
    return journal_card(facts, context.texts)


async def press(context: Context, draft: Draft, pressed: Pressed) -> Transition:
    """Turn a page, or go to the history."""
    del context
    if pressed.verb == Verb.PAGE:
        return Transition(replace(draft, page=number_of(pressed.arg)))
    if pressed.verb == Verb.HISTORY:
        return Transition(replace(draft, step=Step.HISTORY, page=0))
    return Transition(draft)
