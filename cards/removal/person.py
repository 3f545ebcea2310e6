"""By user, 1 of 4: whose licenses go."""

from dataclasses import dataclass

from cards.kit.actions import Dataset, Field, Verb
from cards.kit.blocks import text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain
from cards.kit.inputs import line_input, search_box
from cards.kit.notices import Notice
from cards.removal.problems import problems_block
from cards.words.english import English
from licensing.plans.draft import Journey, Problem
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Facts of the card."""

    #: Who was chosen before.
    person: PersonRef | None
    token: str
    problems: tuple[Problem, ...] = ()
    notice: Notice | None = None


def person_card(facts: PersonFacts, words: English) -> Card:
    """Ask for one person, by search or by address."""
    person = facts.person
    given = (
        [(words.person_choice(plain(person.name), plain(person.address)), person.id)]
        if person
        else []
    )
    return card(
        words,
        [
            head(words.journeys[Journey.BY_USER], words.step(1, words.step_person)),
            notice_block(facts.notice, words),
            text(words.person_question),
            problems_block(facts.problems, len(facts.problems), facts.token, words, skip=False),
            search_box(
                Field.PERSON,
                words.person_label,
                words.search_hint,
                Dataset.PEOPLE,
                many=False,
                given=given,
            ),
            line_input(Field.PASTE, words.person_typed, placeholder=words.person_typed_hint),
        ],
        [
            button(Verb.NEXT, facts.token, words.next, style="positive"),
            back(facts.token, words),
            cancel(facts.token, words),
        ],
        speak=words.person_question,
    )
