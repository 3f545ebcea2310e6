"""Giving back, 1 of 3: what can be given back, and to whom."""

from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Field, Verb, taken_from
from cards.kit.blocks import box, buttons, text
from cards.kit.card import Card, button, cancel, card, fitting, fold, head, notice_block
from cards.kit.escaping import plain, plains
from cards.kit.inputs import choose_many, paste_input, search_box
from cards.kit.notices import Notice
from cards.removal.people import NAMED, REMOVABLE
from cards.removal.problems import problems_block
from cards.words.english import English
from licensing.losses.losses import deletion_day
from licensing.plans.draft import Problem
from licensing.runs.receipt import Receipt
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class UndoFacts:
    """Facts of the card."""

    receipt: Receipt
    #: The date where the viewer is.
    today: date
    #: How many people can get something back, how many licenses in all, and how many of those
    #: people lost a mailbox.
    total: int
    licenses: int
    mailboxes: int
    token: str
    #: Those chosen so far.
    people: tuple[PersonRef, ...] = ()
    problems: tuple[Problem, ...] = ()
    problems_total: int = 0
    notice: Notice | None = None


def undo_card(facts: UndoFacts, words: English) -> Card:
    """Say what can be given back, offer everybody, and every way to choose some."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: UndoFacts, words: English, limit: int) -> Card:
    receipt = facts.receipt
    said = (
        words.undo_can(receipt.number, facts.licenses, facts.total)
        if facts.total
        else words.undo_nothing(receipt.number, receipt.undone_by)
    )
    return card(
        words,
        [
            head(words.undo_title, words.undo_step(1, words.undo_step_who)),
            notice_block(facts.notice, words),
            text(said, bold=bool(facts.total)),
            text(words.undone_part(receipt.undone_by), subtle=True)
            if facts.total and receipt.undone_by
            else None,
            mailbox_block(
                facts.mailboxes, deletion_day(receipt.day, receipt.terms), facts.today, words
            ),
            *(_choice(facts, words, limit) if facts.total else []),
        ],
        [*(_actions(facts, words, limit) if facts.total else []), cancel(facts.token, words)],
        speak=f"{words.undo_title} {said}",
    )


def mailbox_block(
    mailboxes: int, until: date, today: date, words: English, losers: str = ""
) -> CardElement | None:
    """Whether mailboxes come back with the license; `until` is the last day on which they do."""
    if not mailboxes:
        return None
    if today > until:
        return box("attention", text(words.data_gone(losers, mailboxes, until)))
    return box("emphasis", text(words.data_comes_back(losers, mailboxes, until)))


def _choice(facts: UndoFacts, words: English, limit: int) -> list[CardElement | None]:
    everybody = button(
        Verb.EVERYBODY,
        facts.token,
        words.to_everybody(facts.total),
        style=None if facts.people else "positive",
        validate=False,
    )
    return [
        buttons(everybody),
        text(words.or_some),
        _chosen(facts, words),
        problems_block(facts.problems, facts.problems_total, facts.token, words, limit=limit),
        search_box(
            Field.PEOPLE, words.search_label, words.search_hint, taken_from(facts.token), many=True
        ),
        paste_input(Field.PASTE, words.paste_label, words.paste_hint),
        buttons(button(Verb.ADD, facts.token, words.add)),
    ]


def _chosen(facts: UndoFacts, words: English) -> CardElement | None:
    if not facts.people:
        return None
    count = len(facts.people)
    names = plains(person.name for person in facts.people[:NAMED])
    return box(
        "emphasis",
        text(words.chosen(count), bold=True),
        text(words.and_more(names, count), spacing="Small"),
    )


def _actions(facts: UndoFacts, words: English, limit: int) -> list[Action]:
    some = button(
        Verb.NEXT,
        facts.token,
        words.to_chosen,
        style="positive" if facts.people else None,
    )
    if not facts.people:
        return [some]
    choices = [
        (words.person_choice(plain(p.name, limit), plain(p.address, limit)), p.id)
        for p in facts.people[:REMOVABLE]
    ]
    off = choose_many(
        Field.TAKE_OFF, words.take_off_label, choices, placeholder=words.products_hint
    )
    take = button(Verb.TAKE_OFF, facts.token, words.take_off)
    return [some, fold(words.take_off, [off], [take])]
