"""Undo, step 1 of 3: what can be restored, and to whom."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Field, Verb, restorable_by
from cards.kit.blocks import box, buttons, text
from cards.kit.card import Card, button, cancel, card, fitting, fold, head, notice_block
from cards.kit.escaping import plain, plains
from cards.kit.inputs import choose_many, paste_input, search_box
from cards.kit.notices import Notice
from cards.removal.columns import columns_block
from cards.removal.people import NAMED, REMOVABLE
from cards.removal.problems import problems_block
from cards.undo.returns import return_blocks
from cards.words.texts import Texts
from licensing.plans.draft import PastedTable
from licensing.plans.summary import Returns
from licensing.runs.receipt import Receipt
from licensing.tenant.matching import UnmatchedEntry
from licensing.tenant.people import PersonRef
from licensing.tenant.same_names import told_apart


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
    return card(
        texts,
        [
            head(texts.undo.title, texts.undo.step(1, texts.undo.step_who)),
            notice_block(facts.notice, texts),
            text(said, bold=bool(facts.total)),
            text(texts.undo.undone_part(receipt.undone_by), subtle=True)
            if facts.total and receipt.undone_by
            else None,
            *return_blocks(facts.returns, texts, limit),
            *(_choice(facts, texts, limit) if facts.total else []),
        ],
        [*(_actions(facts, texts, limit) if facts.total else []), cancel(facts.token, texts)],
        speak=f"{texts.undo.title} {said}",
    )


def _choice(facts: UndoFacts, texts: Texts, limit: int) -> list[CardElement | None]:
    everyone = button(
        Verb.EVERYONE,
        facts.token,
        texts.undo.to_everyone(facts.total),
        style=None if facts.people else "positive",
        validate=False,
    )
    return [
        buttons(everyone),
        text(texts.undo.or_some),
        _chosen(facts, texts),
        columns_block(facts.table, facts.token, texts),
        problems_block(
            facts.problems,
            facts.problems_total,
            facts.token,
            texts,
            unkept=facts.unkept,
            limit=limit,
        ),
        search_box(
            Field.PEOPLE,
            texts.choose.search_label,
            texts.choose.search_hint,
            restorable_by(facts.token),
            many=True,
        ),
        paste_input(Field.PASTE, texts.choose.paste_label, texts.choose.paste_hint),
        buttons(button(Verb.ADD, facts.token, texts.common.add)),
    ]


def _chosen(facts: UndoFacts, texts: Texts) -> CardElement | None:
    if not facts.people:
        return None
    count = len(facts.people)
    names = plains(told_apart(facts.people[:NAMED]))
    return box(
        "emphasis",
        text(texts.choose.selected(count), bold=True),
        text(texts.common.and_more(names, count), spacing="Small"),
    )


def _actions(facts: UndoFacts, texts: Texts, limit: int) -> list[Action]:
    some = button(
        Verb.NEXT,
        facts.token,
        texts.undo.to_chosen,
        style="positive" if facts.people else None,
    )
    if not facts.people:
        return [some]
    choices = [
        (texts.choose.person_choice(plain(p.name, limit), plain(p.address, limit)), p.id)
        for p in facts.people[:REMOVABLE]
    ]
    off = choose_many(
        Field.TAKE_OFF, texts.choose.remove_label, choices, placeholder=texts.choose.products_hint
    )
    take = button(Verb.TAKE_OFF, facts.token, texts.common.remove_people)
    return [some, fold(texts.common.remove_people, [off], [take])]
