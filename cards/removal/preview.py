"""The preview, 3 of 4: who loses what, and the worst that is lost. The rest is in the details."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import box, buttons, link, table, text
from cards.kit.card import (
    Card,
    back,
    button,
    cancel,
    card,
    details_button,
    fitting,
    head,
    link_button,
    named_head,
    notice_block,
    page_buttons,
)
from cards.kit.notices import Notice
from cards.removal.decision import loss_block, removal_title, who_and_what
from cards.words.texts import Texts
from licensing.plans.plan import Plan


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    token: str
    notice: Notice | None = None
    #: Whether it is known that the next step asks for approval.
    asks: bool = False


def preview_card(facts: PreviewFacts, texts: Texts) -> Card:
    """Show the plan in one look; without a way on where nothing would be removed."""
    draw = _removal if facts.plan.summary.licenses else _nothing
    return fitting(lambda limit: draw(facts, texts, limit))


def _removal(facts: PreviewFacts, texts: Texts, limit: int) -> Card:
    title, crowded = removal_title(facts.plan, texts, limit), facts.notice is not None
    onward = texts.request.new_title if facts.asks else texts.common.continue_
    return card(
        texts,
        [
            named_head(title, texts.common.step(3, texts.choose.step_preview)),
            notice_block(facts.notice, texts),
            *who_and_what(facts.plan, texts, limit, crowded=crowded),
            loss_block(facts.plan, facts.plan.day, texts, limit, crowded=crowded),
        ],
        [
            button(Verb.NEXT, facts.token, onward, style="positive"),
            details_button(facts.token, texts),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=texts.preview.spoken(title, facts.plan.day),
    )


def _nothing(facts: PreviewFacts, texts: Texts, limit: int) -> Card:
    """Say why, with the page where a person can do it by hand."""
    del limit
    summary = facts.plan.summary
    why = (
        texts.preview.why_nothing(summary.inherited, summary.not_held)
        if summary.people
        else texts.preview.gone_people
    )
    page = (texts.common.licenses_page, texts.links.licenses_page)
    if summary.unexplained:
        why = texts.losses.unexplained(summary.unexplained)
        page = (texts.common.users_page, texts.links.users_page)
    by_hand = [link(*page)] if summary.unexplained or summary.inherited else []
    return card(
        texts,
        [
            head(texts.preview.nothing_removed, texts.common.step(3, texts.choose.step_preview)),
            notice_block(facts.notice, texts),
            box("emphasis", text(why), *by_hand),
        ],
        [
            details_button(facts.token, texts) if summary.people else None,
            back(facts.token, texts),
        ],
        speak=f"{texts.preview.nothing_removed}. {why}",
    )


def people_table(
    cells: Sequence[Sequence[Sequence[CardElement]]],
    page: int,
    pages: int,
    file_url: str | None,
    token: str,
    texts: Texts,
) -> list[CardElement]:
    """Draw a page of a plan's people, with buttons to the other pages and to the file."""
    found: list[CardElement] = [
        table((5, 6), (texts.preview.person, texts.preview.action_lines), cells, texts)
    ]
    more: list[Action] = page_buttons(page, pages, token, texts)
    if more:
        found.append(text(texts.common.page(page, pages), subtle=True, size="Small"))
    if file_url:
        more.append(link_button(texts.common.download, file_url))
    return [*found, buttons(*more)] if more else found
