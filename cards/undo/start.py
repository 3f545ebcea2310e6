"""Undo, step 1 of 3: what can be restored, and to whom."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action, ActionStyle

from cards.kit.actions import Verb, restorable_by
from cards.kit.blocks import buttons, text
from cards.kit.card import Card, button, cancel, card, fitting, fold, head, notice_block
from cards.kit.notices import Notice
from cards.removal.chosen_people import adding_inputs, chosen_block, removing_fold
from cards.removal.columns import columns_block
from cards.removal.problems import problems_block
from cards.undo.returns import restored_block
from cards.words.texts import Texts
from licensing.plans.draft import PastedTable
from licensing.plans.summary import Returns
from licensing.runs.receipt import Receipt
from licensing.tenant.matching import UnmatchedEntry
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class UndoFacts:
    """Facts of the card."""

    receipt: Receipt
    #: How many people can get something back, how many licenses in all, and what becomes of the
    #: data of those people.
    total: int
    licenses: int
    returns: Returns
    token: str
    #: Those chosen so far.
    people: tuple[PersonRef, ...] = ()
    problems: tuple[UnmatchedEntry, ...] = ()
    problems_total: int = 0
    #: How many more are not kept.
    unkept: int = 0
    table: PastedTable | None = None
    notice: Notice | None = None


def undo_card(facts: UndoFacts, texts: Texts) -> Card:
    """Show what can be restored, offer everyone, and the ways to choose some people."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: UndoFacts, texts: Texts, limit: int) -> Card:
    receipt = facts.receipt
    said = (
        texts.undo.can(receipt.number, facts.licenses, facts.total)
        if facts.total
        else texts.undo.nothing(receipt.number, receipt.undone_by)
    )
    choosing = bool(facts.people or facts.problems or facts.unkept or facts.table)
    part = facts.total and receipt.undone_by
    return card(
        texts,
        [
            head(texts.undo.title, texts.undo.step(1, texts.undo.step_who)),
            notice_block(facts.notice, texts),
            text(said),
            text(texts.undo.undone_part(receipt.undone_by), subtle=True, spacing="Small")
            if part
            else None,
            *(_chosen(facts, texts, limit) if choosing else [_returns(facts, texts)]),
            *(_inputs(facts, texts) if choosing else []),
        ],
        [
            *(_actions(facts, texts, limit, choosing=choosing) if facts.total else []),
            cancel(facts.token, texts),
        ],
        speak=f"{texts.undo.title}. {said}",
    )


def _returns(facts: UndoFacts, texts: Texts) -> CardElement | None:
    return restored_block(facts.returns, {}, texts, single=facts.total == 1)


def _chosen(facts: UndoFacts, texts: Texts, limit: int) -> list[CardElement | None]:
    return [
        chosen_block(facts.people, texts) if facts.people else None,
        columns_block(facts.table, facts.token, texts),
        problems_block(
            facts.problems,
            facts.problems_total,
            facts.token,
            texts,
            unkept=facts.unkept,
            limit=limit,
        ),
    ]


def _inputs(facts: UndoFacts, texts: Texts) -> list[CardElement]:
    add = button(Verb.ADD, facts.token, texts.common.add)
    return [*adding_inputs(restorable_by(facts.token), texts), buttons(add)]


def _actions(facts: UndoFacts, texts: Texts, limit: int, *, choosing: bool) -> list[Action]:
    """Everyone, or those chosen so far; the ways to choose unfold until someone is chosen."""
    token = facts.token
    everyone = button(
        Verb.EVERYONE,
        token,
        texts.undo.to_everyone(facts.total),
        style=None if facts.people else "positive",
        validate=False,
    )
    style: ActionStyle | None = "positive" if facts.people else None
    some = button(Verb.NEXT, token, texts.undo.to_chosen, style=style)
    if not choosing:
        if facts.total == 1:
            return [everyone]
        return [everyone, fold(texts.undo.choose, _inputs(facts, texts), [some])]
    found: list[Action] = [some, everyone]
    return [*found, removing_fold(facts.people, token, texts, limit)] if facts.people else found
