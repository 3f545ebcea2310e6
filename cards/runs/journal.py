"""The journal as people read it: what happened, who decided it, and whom it concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from microsoft_teams.cards import CardElement, Container

from cards.kit.actions import Verb
from cards.kit.blocks import buttons, run, runs, text
from cards.kit.card import Card, button, card, fitting, head, notice_block, page_buttons
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.kit.people import Names, names_of
from cards.words.texts import Texts
from licensing.journal import Entry, EntryKind
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One entry, and when it was made, local to the viewer."""

    entry: Entry
    at: datetime


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """Facts of the card."""

    #: Newest first.
    rows: tuple[JournalRow, ...]
    #: How many entries there are in all.
    total: int
    page: int
    pages: int
    token: str
    #: What people are called, by id; a forgotten person is not among them.
    people: Mapping[str, PersonRef] = field(default_factory=dict)
    notice: Notice | None = None

    @property
    def names(self) -> Names:
        """What the card calls people."""
        return names_of(self.people.values())


def journal_card(facts: JournalFacts, texts: Texts) -> Card:
    """List entries, with the buttons to other pages."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: JournalFacts, texts: Texts, limit: int) -> Card:
    title = texts.journal.title
    return card(
        texts,
        [
            head(title, texts.journal.entries(facts.total) if facts.total else None),
            notice_block(facts.notice, texts),
            *(_row(row, facts, texts, limit) for row in facts.rows),
            *_pages(facts, texts),
        ],
        [
            button(Verb.HISTORY, facts.token, texts.history.history, validate=False),
            button(Verb.HOME, facts.token, texts.common.home, validate=False),
        ],
        speak=title,
        wide=True,
    )


def _row(row: JournalRow, facts: JournalFacts, texts: Texts, limit: int) -> CardElement:
    note = row.entry.note
    known = note.kind in set(EntryKind)
    said = texts.journal.kinds[EntryKind(note.kind)] if known else plain(note.kind, limit)
    # A line about one person names the person; a decision is told by who made it.
    who = _called(note.actor, facts, limit) if note.actor else texts.trail.the_bot
    if note.subject:
        said = texts.journal.about(said, _called(note.subject, facts, limit))
    about = [texts.history.local_moment(row.at), texts.history.by(who), *_numbers(row, texts)]
    return Container(
        separator=True,
        spacing="Small",
        items=[
            runs(run(texts.journal.entry_number(row.entry.number), subtle=True), run(f" {said}")),
            text(" · ".join(about), subtle=True, size="Small", spacing="None"),
        ],
    )


def _numbers(row: JournalRow, texts: Texts) -> list[str]:
    """The receipt or the request that the entry is about."""
    note = row.entry.note
    receipt, request = note.what.get("receipt"), note.what.get("number")
    found = []
    if isinstance(receipt, int):
        found.append(texts.progress.receipt_number(receipt))
    if isinstance(request, int) and "request" in note.what:
        found.append(texts.journal.request_number(request))
    return found


def _called(id_: str, facts: JournalFacts, limit: int) -> str:
    person = facts.people.get(id_)
    return facts.names.of(person, limit) if person else plain(id_, limit)


def _pages(facts: JournalFacts, texts: Texts) -> list[CardElement]:
    turn = page_buttons(facts.page, facts.pages, facts.token, texts)
    if not turn:
        return []
    where = text(texts.common.page(facts.page, facts.pages), subtle=True, size="Small")
    return [where, buttons(*turn)]
