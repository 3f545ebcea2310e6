"""Outcomes on a card: how many of each, and what became of one person's products."""

from collections.abc import Mapping, Sequence
from typing import Final

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import TextColor

from cards.kit.blocks import facts as fact_set
from cards.kit.blocks import marked_line, run, runs, text
from cards.kit.escaping import plain, plains
from cards.words.texts import Texts
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunProgress
from licensing.runs.severity import SEVERITY
from licensing.tenant.same_names import told_apart

#: Maximum number of lines per person, of products per line, and of groups per line.
LINES_SHOWN: Final = 4
NAMED: Final = 8
GROUPS_NAMED: Final = 2
#: Maximum length of a reason on a card; the details have it whole.
REASON_SHOWN: Final = 120

#: The word says it too. Good and Warning are left out: on white they are hard to read.
_COLORS: Final[Mapping[Outcome, TextColor]] = {
    Outcome.FAILED: "Attention",
    Outcome.NEEDS_ATTENTION: "Attention",
}


def counts_block(tally: RunProgress, texts: Texts) -> CardElement | None:
    """How many licenses came to each outcome, worst first; None before there is one."""
    pairs = [
        (texts.results.outcomes[outcome], texts.common.number(count))
        for outcome in SEVERITY
        if (count := tally.outcomes.get(outcome, 0))
    ]
    return fact_set(*pairs) if pairs else None


def person_lines(
    person: PersonOutcome, names: Mapping[str, str], texts: Texts, limit: int
) -> list[CardElement]:
    """The outcomes, worst first: products with the same outcome share a line."""
    fared: dict[tuple[Outcome, str], list[str]] = {}
    for line in sorted(person.lines, key=lambda line: SEVERITY.index(line.outcome)):
        name = plain(names.get(line.product, line.product), limit)
        fared.setdefault((line.outcome, _why(line, texts, limit)), []).append(name)
    shown = [
        _line(outcome, texts.common.and_more(alike[:NAMED], len(alike)), why, texts)
        for (outcome, why), alike in list(fared.items())[:LINES_SHOWN]
    ]
    if len(fared) > LINES_SHOWN:
        rest = texts.common.more(len(fared) - LINES_SHOWN)
        shown.append(text(rest, subtle=True, spacing="Small"))
    return shown or [text(texts.preview.nothing, subtle=True)]


def trouble_lines(
    people: Sequence[PersonOutcome],
    names: Mapping[str, str],
    texts: Texts,
    limit: int,
    *,
    small: bool = False,
) -> list[CardElement]:
    """What went wrong for people: a line for each, with the worst of their outcomes."""
    called = plains(told_apart(people), limit)
    return [
        marked_line(
            "⚠️", texts.common.label(who), _trouble(person, names, texts, limit), small=small
        )
        for person, who in zip(people, called, strict=True)
    ]


def _trouble(person: PersonOutcome, names: Mapping[str, str], texts: Texts, limit: int) -> str:
    worst = min(person.lines, key=lambda line: SEVERITY.index(line.outcome))
    product = plain(names.get(worst.product, worst.product), limit)
    why = _why(worst, texts, limit)
    return texts.results.trouble(
        texts.results.outcomes[worst.outcome], product, plain(why, REASON_SHOWN) if why else ""
    )


def _why(line: LineOutcome, texts: Texts, limit: int) -> str:
    if line.outcome in {Outcome.KEPT, Outcome.STILL_ASSIGNED} and line.groups:
        names = plains((group.name for group in line.groups[:GROUPS_NAMED]), limit)
        said = texts.common.groups_of(names, len(line.groups))
        return (
            texts.results.given_by(said)
            if line.outcome is Outcome.KEPT
            else texts.results.still_assigned(said)
        )
    return texts.results.reason(line)


def _line(outcome: Outcome, names: str, why: str, texts: Texts) -> CardElement:
    word = run(
        texts.common.label(texts.results.outcomes[outcome]), bold=True, color=_COLORS.get(outcome)
    )
    return runs(
        word,
        run(texts.common.sentences([texts.common.sentence(names), why]) if why else names),
        spacing="Small",
    )
