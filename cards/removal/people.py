"""Choosing people: by search, as a pasted list, or from the holders. By product and many users."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Dataset, Field, Verb, holders_of
from cards.kit.blocks import box, buttons, text
from cards.kit.card import Card, back, button, cancel, card, fitting, fold, head, notice_block
from cards.kit.escaping import plain, plains
from cards.kit.inputs import choose_many, paste_input, search_box
from cards.kit.notices import Notice
from cards.removal.problems import problems_block
from cards.words.english import English
from licensing.plans.draft import Journey, Problem
from licensing.tenant.people import PersonRef

#: So many names of those chosen are shown, and so many can be taken off at once.
NAMED = 5
REMOVABLE = 100


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """Facts of the card."""

    #: BY_PRODUCT or MANY_USERS.
    journey: Journey
    #: Everybody chosen so far.
    people: tuple[PersonRef, ...]
    token: str
    #: By product: the chosen products.
    product_names: tuple[str, ...] = ()
    #: How many hold them, where it is known at no cost.
    holders_count: int | None = None
    #: The first problems, and how many there are in all.
    problems: tuple[Problem, ...] = ()
    problems_total: int = 0
    duplicates: int = 0
    notice: Notice | None = None


def people_card(facts: PeopleFacts, words: English) -> Card:
    """Ask for people in every way there is, and show who is chosen."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: PeopleFacts, words: English, limit: int) -> Card:
    by_product = facts.journey is Journey.BY_PRODUCT
    question = words.from_whom(plains(facts.product_names)) if by_product else words.people_question
    return card(
        words,
        [
            head(
                words.journeys[facts.journey],
                words.step(2 if by_product else 1, words.step_people),
            ),
            notice_block(facts.notice, words),
            text(question),
            _chosen(facts, words),
            problems_block(facts.problems, facts.problems_total, facts.token, words, limit=limit),
            search_box(
                Field.PEOPLE,
                words.search_label,
                words.search_hint,
                holders_of(facts.token) if by_product else Dataset.PEOPLE,
                many=True,
            ),
            paste_input(Field.PASTE, words.paste_label, words.paste_hint),
            buttons(*_more(facts, words, by_product=by_product)),
        ],
        [
            button(
                Verb.NEXT,
                facts.token,
                words.preview if by_product else words.next,
                style="positive",
            ),
            back(facts.token, words),
            cancel(facts.token, words),
            _take_off(facts, words, limit) if facts.people else None,
        ],
        speak=f"{question} {words.chosen(len(facts.people))}.",
    )


def _chosen(facts: PeopleFacts, words: English) -> CardElement:
    if not facts.people:
        return text(words.nobody_yet, subtle=True)
    count = len(facts.people)
    names = plains(person.name for person in facts.people[:NAMED])
    items = [
        text(words.chosen(count), bold=True),
        text(words.and_more(names, count), spacing="Small"),
    ]
    if facts.duplicates:
        items.append(text(words.duplicates(facts.duplicates), subtle=True, spacing="Small"))
    return box("emphasis", *items)


def _more(facts: PeopleFacts, words: English, *, by_product: bool) -> list[Action]:
    found: list[Action] = [button(Verb.ADD, facts.token, words.add)]
    if by_product:
        title = words.show_holders(facts.holders_count)
        found.append(button(Verb.HOLDERS, facts.token, title))
    return found


def _take_off(facts: PeopleFacts, words: English, limit: int) -> Action:
    shown = facts.people[:REMOVABLE]
    choices = [
        (words.person_choice(plain(p.name, limit), plain(p.address, limit)), p.id) for p in shown
    ]
    items = [
        choose_many(Field.TAKE_OFF, words.take_off_label, choices, placeholder=words.products_hint)
    ]
    if len(facts.people) > REMOVABLE:
        cut = words.take_off_first(REMOVABLE, len(facts.people))
        items.append(text(cut, subtle=True))
    off = button(Verb.TAKE_OFF, facts.token, words.take_off)
    return fold(words.take_off, items, [off])
