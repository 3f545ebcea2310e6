"""Choosing people: by search, as a pasted list, or from the holders. By product and many users."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Dataset, Verb, holders_of
from cards.kit.blocks import buttons, text
from cards.kit.card import Card, back, button, cancel, card, fitting, head, notice_block
from cards.kit.escaping import plains
from cards.kit.notices import Notice
from cards.removal.chosen_people import adding_inputs, chosen_block, removing_fold
from cards.removal.columns import columns_block
from cards.removal.journey_title import journey_title
from cards.removal.problems import problems_block
from cards.words.texts import Texts
from licensing.plans.draft import Journey, PastedTable
from licensing.tenant.matching import UnmatchedEntry
from licensing.tenant.people import PersonRef


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
            *adding_inputs(holders_of(facts.token) if by_product else Dataset.PEOPLE, texts),
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
            removing_fold(facts.people, facts.token, texts, limit) if facts.people else None,
        ],
        speak=f"{question} {texts.choose.selected(len(facts.people))}.",
    )


def _chosen(facts: PeopleFacts, texts: Texts) -> CardElement:
    if not facts.people:
        return text(texts.choose.no_one_yet, subtle=True)
    return chosen_block(facts.people, texts, facts.duplicates, own=facts.own)


def _more(facts: PeopleFacts, texts: Texts, *, by_product: bool) -> list[Action]:
    found: list[Action] = [button(Verb.ADD, facts.token, texts.common.add)]
    if by_product:
        title = texts.choose.show_holders(facts.holders_count)
        found.append(button(Verb.HOLDERS, facts.token, title))
    return found
