"""Samples of the search for unused licenses: while it runs, and what it has found."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from cards.findings.unused import FindingLine, FindingsFacts, findings_card
from cards.kit.card import Card
from cards.kit.notices import Notice, NoticeKind
from cards.words.languages import english
from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import Finding, NotKnown, UnusedKind

TEXTS = english()
TOKEN = "t-3f9a"
AT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


def findings_cards(products: Mapping[str, str]) -> dict[str, Card]:
    """The search in each state, with the longest texts that it can have."""
    found = tuple(
        Finding(kind, product, 1_204 - number * 250, 0 if number > 2 else 310 - number * 50)
        for number, (kind, product) in enumerate(zip(UnusedKind, products, strict=False))
    )
    not_known = {why: number + 1 for number, why in enumerate(NotKnown)}
    lines = tuple(
        FindingLine(
            one, products[one.product], {"EUR": Decimal("36.20") * one.frees} if one.frees else {}
        )
        for one in found
    )
    done = Scan(ScanState.DONE, AT, AT, 98_500, 98_500, found, not_known)
    nothing = Scan(ScanState.DONE, AT, AT, 1, 1)

    def drawn(scan: Scan | None, *shown: FindingLine, **more: object) -> Card:
        facts: dict[str, object] = {
            "scan": scan,
            "at": scan.ended_at if scan else None,
            "lines": shown,
            "frees": sum(one.finding.frees for one in shown),
            "monthly": {"EUR": Decimal("29412.00")} if shown else {},
            "page": 0,
            "pages": 1,
            "token": TOKEN,
            "file_url": "https://bot.contoso.example/downloads/p1" if shown else None,
        }
        return findings_card(FindingsFacts(**{**facts, **more}), TEXTS)  # type: ignore[arg-type]

    changed = Notice(NoticeKind.ADVICE, said=TEXTS.findings.changed)
    return {
        "findings": drawn(done, *lines, page=1, pages=3),
        "findings-none": drawn(nothing),
        "findings-not-begun": drawn(None, notice=changed),
        "findings-running": drawn(Scan(ScanState.RUNNING, AT, None, 12_000, 98_500)),
        "findings-beginning": drawn(Scan(ScanState.RUNNING, AT)),
        **{
            f"findings-{state}": drawn(Scan(state, AT, AT, 12_000, 98_500, found), *lines[:1])
            for state in (
                ScanState.STOPPED,
                ScanState.REFUSED,
                ScanState.SIGNED_OUT,
                ScanState.NO_ANSWER,
            )
        },
    }


def _worth(licenses: int) -> dict[str, Decimal]:
    return {"EUR": Decimal("36.20") * licenses} if licenses else {}
