"""By user, 1 of 4: whose licenses to remove."""

from dataclasses import dataclass

from cards.kit.actions import Dataset, Field, Verb
from cards.kit.blocks import text
from cards.kit.card import Card, back, button, cancel, card, fitting, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import line_input, search_box
from cards.kit.notices import Notice
from cards.removal.journey_title import journey_title
from cards.removal.problems import problems_block
from cards.words.texts import Texts
from licensing.plans.draft import Journey
from licensing.tenant.matching import UnmatchedEntry
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Facts of the card."""

    #: Who was chosen before.
    person: PersonRef | None
    token: str
    problems: tuple[UnmatchedEntry, ...] = ()
    notice: Notice | None = None
    #: The number of the request that this changes.
    changes: int | None = None


def person_card(facts: PersonFacts, texts: Texts) -> Card:
    """Ask for one person, by search or by address."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: PersonFacts, texts: Texts, limit: int) -> Card:
    person = facts.person
    given = (
        [(texts.choose.person_choice(plain(person.name), plain(person.address)), person.id)]
        if person
        else []
    )
    return card(
        texts,
        [
            head(
                journey_title(Journey.BY_USER, facts.changes, texts),
                texts.common.step(1, texts.choose.step_person),
            ),
            notice_block(facts.notice, texts),
            text(texts.choose.person_question),
            problems_block(
                facts.problems, len(facts.problems), facts.token, texts, skip=False, limit=limit
            ),
            search_box(
                Field.PERSON,
                texts.choose.person_label,
                texts.choose.search_hint,
                Dataset.PEOPLE,
                many=False,
                given=given,
            ),
            line_input(
                Field.PASTE, texts.choose.person_typed, placeholder=texts.choose.person_typed_hint
            ),
        ],
        [
            button(Verb.NEXT, facts.token, texts.common.next, style="positive"),
            button(Verb.ALL_LICENSES, facts.token, texts.choose.all_theirs),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=texts.choose.person_question,
    )
