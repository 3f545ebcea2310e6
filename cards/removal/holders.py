"""By product, 2 of 4: the list of everyone who has the chosen products, to select from."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb
from cards.kit.blocks import buttons, text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block, page_buttons
from cards.kit.escaping import plain, plains
from cards.kit.inputs import choose_many
from cards.kit.notices import Notice
from cards.removal.journey_title import journey_title
from cards.words.texts import Texts
from licensing.plans.draft import Journey
from licensing.tenant.people import PersonRef


@dataclass(frozen=True, slots=True)
class HoldersFacts:
    """Facts of the card."""

    product_names: tuple[str, ...]
    #: Those of this page.
    holders: tuple[PersonRef, ...]
    total: int
    #: How many can be paged through.
    listed: int
    #: Ids of those chosen so far, on whatever page.
    chosen: frozenset[str]
    chosen_count: int
    page: int
    pages: int
    token: str
    #: The number of the request that this changes.
    changes: int | None = None
    notice: Notice | None = None


def holders_card(facts: HoldersFacts, texts: Texts) -> Card:
    """Show a page of holders, those already chosen selected."""
    token = facts.token
    said = texts.choose.who_holds(plains(facts.product_names), facts.total)
    shown = [p.id for p in facts.holders]
    turn = page_buttons(facts.page, facts.pages, token, texts, shown=shown)
    all_of_them = button(
        Verb.ALL_HOLDERS, token, texts.choose.choose_all(facts.total), validate=False
    )
    return card(
        texts,
        [
            head(
                journey_title(Journey.BY_PRODUCT, facts.changes, texts),
                texts.common.step(2, texts.choose.step_people),
            ),
            notice_block(facts.notice, texts),
            text(said),
            _counts(facts, texts),
            _list(facts, texts),
            buttons(*turn) if turn else None,
            text(texts.choose.holders_cut(facts.listed), subtle=True)
            if facts.listed < facts.total
            else None,
        ],
        [
            button(Verb.ADD, token, texts.common.keep_people, style="positive", shown=shown)
            if facts.holders
            else None,
            all_of_them if facts.total else None,
            back(token, texts),
            cancel(token, texts),
        ],
        speak=said,
    )


def _counts(facts: HoldersFacts, texts: Texts) -> CardElement:
    count = facts.chosen_count
    parts = [texts.choose.selected(count) if count else texts.choose.no_one_yet]
    if facts.pages > 1:
        parts.append(texts.common.page(facts.page, facts.pages))
    return text(" · ".join(parts), subtle=True, spacing="Small")


def _list(facts: HoldersFacts, texts: Texts) -> CardElement | None:
    if not facts.holders:
        return None
    return choose_many(
        Field.HOLDERS,
        texts.choose.holders_label,
        [
            (texts.choose.person_choice(plain(p.name), plain(p.address)), p.id)
            for p in facts.holders
        ],
        chosen=[p.id for p in facts.holders if p.id in facts.chosen],
        style="expanded",
    )
