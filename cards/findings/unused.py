"""What a search for unused licenses has found: a line for each reason and product."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from microsoft_teams.cards import CardElement, Column, ColumnSet
from microsoft_teams.cards.core import Action

from cards.kit.actions import Verb
from cards.kit.blocks import buttons, progress, run, runs, text
from cards.kit.card import Card, button, card, fold, head, link_button, notice_block, page_buttons
from cards.kit.escaping import plain
from cards.kit.notices import Notice
from cards.words.texts import Texts
from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import Finding


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One line of a result."""

    finding: Finding
    #: What people call the product.
    name: str
    #: What the licenses that become available cost in a month, by currency, as far as is known.
    monthly: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class FindingsFacts:
    """Facts of the card."""

    #: None where no search was begun, or its result is no longer kept.
    scan: Scan | None
    #: When it ended, in the viewer's time zone; None while it runs.
    at: datetime | None
    #: Those of this page, and of all pages.
    lines: tuple[FindingLine, ...]
    #: Licenses of all lines that become available, and what they cost in a month.
    frees: int
    monthly: Mapping[str, Decimal]
    page: int
    pages: int
    token: str
    #: Where everyone can be downloaded for a while; None where nothing is served.
    file_url: str | None = None
    notice: Notice | None = None


def findings_card(facts: FindingsFacts, texts: Texts) -> Card:
    """Show how far the search is, or what it has found, with a button that begins each removal."""
    scan = facts.scan
    return card(
        texts,
        [
            head(texts.findings.title),
            notice_block(facts.notice, texts),
            *(_running(scan, texts) if scan and scan.state is ScanState.RUNNING else ()),
            *_result(facts, texts),
        ],
        _actions(facts, texts),
        speak=f"{texts.findings.title}. {_said(facts, texts)}",
    )


def _said(facts: FindingsFacts, texts: Texts) -> str:
    """The card in a sentence."""
    scan = facts.scan
    if scan is None:
        return texts.findings.not_started
    if facts.at is None:
        return texts.findings.reading(scan.read, scan.total)
    return texts.findings.ended(scan.state, scan.read, texts.common.local_moment(facts.at))


def _running(scan: Scan, texts: Texts) -> list[CardElement]:
    said = text(texts.findings.reading(scan.read, scan.total))
    if not scan.total:
        return [said]
    return [said, progress(min(scan.read, scan.total), scan.total, spacing="Small")]


def _result(facts: FindingsFacts, texts: Texts) -> list[CardElement]:
    if facts.scan is None:
        return [text(texts.findings.not_started)]
    if facts.at is None:
        return []
    ended = text(_said(facts, texts), subtle=True, size="Small")
    if not facts.lines:
        return [ended, text(texts.findings.nothing_found)]
    return [
        ended,
        text(texts.findings.frees(facts.frees, facts.monthly), bold=True),
        text(texts.findings.promise, spacing="None"),
        *(_row(line, facts.token, texts) for line in facts.lines),
        *_pages(facts, texts),
    ]


def _row(line: FindingLine, token: str, texts: Texts) -> CardElement:
    found = line.finding
    why = texts.findings.kinds[found.kind]
    frees = texts.findings.line_frees(found.frees, line.monthly)
    said = texts.findings.line(plain(line.name), found.people)
    review = button(
        Verb.REVIEW,
        token,
        texts.findings.review,
        arg=f"{found.kind}/{found.product}",
        validate=False,
        about=f"{said}. {why}",
    )
    return ColumnSet(
        separator=True,
        spacing="Small",
        columns=[
            Column(
                width="stretch",
                vertical_content_alignment="Center",
                items=[
                    runs(run(said, bold=True)),
                    text(f"{why} {frees}", subtle=True, size="Small", spacing="None"),
                ],
            ),
            Column(width="auto", vertical_content_alignment="Center", items=[buttons(review)]),
        ],
    )


def _pages(facts: FindingsFacts, texts: Texts) -> list[CardElement]:
    turn = page_buttons(facts.page, facts.pages, facts.token, texts)
    return [buttons(*turn)] if turn else []


def _actions(facts: FindingsFacts, texts: Texts) -> list[Action | None]:
    token, scan = facts.token, facts.scan
    home = button(Verb.HOME, token, texts.common.home, validate=False)
    if scan is None:
        start = button(Verb.FINDINGS, token, texts.findings.search, style="positive")
        return [start, home]
    if facts.at is None:
        return [
            button(Verb.STOP, token, texts.findings.stop, validate=False),
            button(Verb.REFRESH, token, texts.common.look_again, validate=False),
            home,
        ]
    not_known = [
        text(texts.findings.not_known(why, people), spacing="Small")
        for why, people in scan.not_known.items()
    ]
    return [
        button(Verb.FINDINGS, token, texts.findings.search_again, validate=False),
        link_button(texts.common.download, facts.file_url) if facts.file_url else None,
        fold(texts.findings.not_judged, not_known) if not_known else None,
        home,
    ]
