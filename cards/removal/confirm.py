"""The confirmation, 4 of 4: a box for each loss, and the button that removes."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import tick
from cards.kit.notices import Notice
from cards.removal.statements import (
    Statement,
    deletion_lines,
    losers,
    marked,
    rest_statement,
    search_lines,
    unknown_products,
)
from cards.removal.warnings import held_people
from cards.undo.returns import gone_lines
from cards.words.texts import Texts
from licensing.losses.services import Data
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan
from licensing.plans.statements import deleted_kinds, loses_unknown
from licensing.tenant.roles import ActingMode

#: Maximum number of products named; the rest is a number.
PRODUCTS_NAMED = 8


@dataclass(frozen=True, slots=True)
class ConfirmFacts:
    """Facts of the confirmation of a removal or an undo."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: The boxes that must be ticked, and those that are.
    needed: frozenset[Consent]
    accepted: frozenset[Consent]
    token: str
    notice: Notice | None = None
    acting: ActingMode = ActingMode.PERSON


def confirm_card(facts: ConfirmFacts, texts: Texts) -> Card:
    """Say once more what goes and what is lost, with a box to tick for each loss."""
    summary = facts.plan.summary
    remove = texts.confirm.remove_button(summary.licenses, summary.affected)
    days = [gone for _, gone in deleted_kinds(summary, facts.plan.day)]
    return card(
        texts,
        [
            head(texts.confirm.title, texts.common.step(4, texts.choose.step_confirm)),
            notice_block(facts.notice, texts),
            text(texts.common.licenses_from_people(summary.licenses, summary.affected), bold=True),
            products_going(facts.plan, texts),
            box("warning", text(texts.losses.own(summary.own))) if summary.own else None,
            *statement_blocks(facts.plan, facts.needed, facts.accepted, texts),
            text(texts.account.audit_names_app, subtle=True)
            if facts.acting is ActingMode.APP
            else None,
            text(texts.confirm.cancel_note, subtle=True),
        ],
        [
            button(Verb.REMOVE, facts.token, remove, style="destructive"),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=texts.confirm.spoken(
            remove, min(days, default=None), known=not loses_unknown(summary)
        ),
    )


def products_going(plan: Plan, texts: Texts) -> CardElement:
    """The products of a plan, each with how many of it, in a line."""
    return text(products_words(plan, texts), spacing="Small")


def products_words(plan: Plan, texts: Texts) -> str:
    """The products that go, each with how many."""
    going = sorted(plan.summary.going.items(), key=lambda item: (-item[1], item[0]))
    named = [
        texts.confirm.product_going(plain(plan.products.get(product, product)), count)
        for product, count in going[:PRODUCTS_NAMED]
    ]
    return texts.common.and_more(named, len(going))


def statement_blocks(
    plan: Plan, needed: frozenset[Consent], accepted: frozenset[Consent], texts: Texts
) -> list[CardElement]:
    """Both statements: a box to tick for each loss, and a sentence for the rest."""
    rest = rest_statement(plan.summary, plan.day, texts)
    boxes = consent_boxes(plan, needed, accepted, texts)
    return [box("default", rest), *boxes] if rest else boxes


def consent_boxes(
    plan: Plan, needed: frozenset[Consent], accepted: frozenset[Consent], texts: Texts
) -> list[CardElement]:
    """A box to tick for each thing that can't be undone."""
    summary, day = plan.summary, plan.day
    found: list[CardElement] = []
    if Consent.CASES in needed:
        title = texts.confirm.accept_cases(summary.in_cases.people)
        who = text(held_people(summary, texts), subtle=True, size="Small")
        found.append(box("attention", _tick(accepted, Consent.CASES, title, texts), who))
    if Consent.DELETION in needed:
        ticked = _tick(accepted, Consent.DELETION, texts.confirm.accept_deletion, texts)
        lines = [text(said, size="Small") for said in deletion_lines(summary, day, texts)]
        found.append(marked(box("attention", ticked, *lines), Statement.DELETION))
    if Consent.EDISCOVERY in needed:
        ticked = _tick(accepted, Consent.EDISCOVERY, texts.confirm.accept_ediscovery, texts)
        lines = [text(said, size="Small") for said in search_lines(summary, day, texts)]
        found.append(marked(box("attention", ticked, *lines), Statement.EDISCOVERY))
    if Consent.UNKNOWN in needed:
        ticked = _tick(accepted, Consent.UNKNOWN, texts.confirm.accept_unknown, texts)
        said = texts.confirm.unknown_line(
            unknown_products(summary, texts), losers(summary, Data.UNKNOWN, texts)
        )
        found.append(box("attention", ticked, text(said, size="Small")))
    if Consent.DATA_GONE in needed:
        ticked = _tick(accepted, Consent.DATA_GONE, texts.undo.accept_data_gone, texts)
        lines = [text(said, size="Small") for said in gone_lines(summary.returns, texts)]
        found.append(box("attention", ticked, *lines))
    return found


def _tick(accepted: frozenset[Consent], consent: Consent, title: str, texts: Texts) -> CardElement:
    field, label = {
        Consent.DELETION: (Field.ACCEPT_DELETION, texts.confirm.deletion_label),
        Consent.EDISCOVERY: (Field.ACCEPT_EDISCOVERY, texts.confirm.ediscovery_label),
        Consent.CASES: (Field.ACCEPT_CASES, texts.confirm.cases_label),
        Consent.UNKNOWN: (Field.ACCEPT_UNKNOWN, texts.confirm.unknown_label),
        Consent.DATA_GONE: (Field.ACCEPT_DATA_GONE, texts.undo.data_gone_label),
    }[consent]
    return tick(
        field, label, title, ticked=consent in accepted, required=texts.confirm.select_to_continue
    )
