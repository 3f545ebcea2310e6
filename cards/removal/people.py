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
from cards.removal.columns import columns_block
from cards.removal.journey_title import journey_title
from cards.removal.problems import problems_block
from cards.words.texts import Texts
from licensing.plans.draft import Journey, PastedTable
from licensing.tenant.matching import UnmatchedEntry
from licensing.tenant.people import PersonRef
from licensing.tenant.same_names import told_apart

#: Maximum number of selected people shown, and of people removed from the list in one step.
NAMED = 5
REMOVABLE = 100


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """Facts of the card."""

    #: BY_PRODUCT or MANY_USERS.
    journey: Journey
    #: Everyone chosen so far.
    people: tuple[PersonRef, ...]
    token: str
    #: By product: the chosen products.
    product_names: tuple[str, ...] = ()
    #: How many hold them, where it is known at no cost.
    holders_count: int | None = None
    #: The first problems, and how many there are in all.
    problems: tuple[UnmatchedEntry, ...] = ()
    problems_total: int = 0
    #: How many more are not kept.
    unkept: int = 0
    duplicates: int = 0
    table: PastedTable | None = None
    #: The number of the request that this changes.
    changes: int | None = None
    #: Whether the person who acts is among them.
    own: bool = False
    notice: Notice | None = None


def people_card(facts: PeopleFacts, texts: Texts) -> Card:
    """Ask for people in every way there is, and show who is chosen."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: PeopleFacts, texts: Texts, limit: int) -> Card:
    by_product = facts.journey is Journey.BY_PRODUCT
    question = (
        texts.choose.from_whom(plains(facts.product_names))
        if by_product
        else texts.choose.people_question
    )
    return card(
        texts,
        [
            head(
                journey_title(facts.journey, facts.changes, texts),
                texts.common.step(2 if by_product else 1, texts.choose.step_people),
            ),
            notice_block(facts.notice, texts),
            text(question),
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
                holders_of(facts.token) if by_product else Dataset.PEOPLE,
                many=True,
            ),
            paste_input(Field.PASTE, texts.choose.paste_label, texts.choose.paste_hint),
            buttons(*_more(facts, texts, by_product=by_product)),
        ],
        [
            button(
                Verb.NEXT,
                facts.token,
                texts.common.preview if by_product else texts.common.next,
                style="positive",
            ),
            None if by_product else button(Verb.ALL_LICENSES, facts.token, texts.choose.all_theirs),
            back(facts.token, texts),
            cancel(facts.token, texts),
            _take_off(facts, texts, limit) if facts.people else None,
        ],
        speak=f"{question} {texts.choose.selected(len(facts.people))}.",
    )


def _chosen(facts: PeopleFacts, texts: Texts) -> CardElement:
    if not facts.people:
        return text(texts.choose.no_one_yet, subtle=True)
    count = len(facts.people)
    names = plains(told_apart(facts.people[:NAMED]))
    items = [
        text(texts.choose.selected(count), bold=True),
        text(texts.common.and_more(names, count), spacing="Small"),
    ]
    if facts.own:
        items.append(text(texts.choose.on_list, spacing="Small"))
    if facts.duplicates:
        items.append(text(texts.choose.duplicates(facts.duplicates), subtle=True, spacing="Small"))
    return box("emphasis", *items)


def _more(facts: PeopleFacts, texts: Texts, *, by_product: bool) -> list[Action]:
    found: list[Action] = [button(Verb.ADD, facts.token, texts.common.add)]
    if by_product:
        title = texts.choose.show_holders(facts.holders_count)
        found.append(button(Verb.HOLDERS, facts.token, title))
    return found


def _take_off(facts: PeopleFacts, texts: Texts, limit: int) -> Action:
    shown = facts.people[:REMOVABLE]
    choices = [
        (texts.choose.person_choice(plain(p.name, limit), plain(p.address, limit)), p.id)
        for p in shown
    ]
    items = [
        choose_many(
            Field.TAKE_OFF,
            texts.choose.remove_label,
            choices,
            placeholder=texts.choose.products_hint,
        )
    ]
    if len(facts.people) > REMOVABLE:
        cut = texts.choose.remove_first(REMOVABLE, len(facts.people))
        items.append(text(cut, subtle=True))
    off = button(Verb.TAKE_OFF, facts.token, texts.common.remove_people)
    return fold(texts.choose.edit_list, items, [off])
