"""Outcomes on a card: how many of each, and what became of one person's products."""

from collections.abc import Mapping
from typing import Final

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import TextColor

from cards.kit.blocks import facts as fact_set
from cards.kit.blocks import run, runs, text
from cards.kit.escaping import plain, plains
from cards.words.english import English
from licensing.runs.outcome import DIRECT_GONE, LineOutcome, Outcome, PersonOutcome, Tally
from licensing.runs.severity import SEVERITY

#: So many lines stand for one person, with so many products each, and so many groups for one line.
LINES_SHOWN: Final = 4
NAMED: Final = 8
GROUPS_NAMED: Final = 2

#: The word says it too. Good and Warning are left out: on white they are hard to read.
_COLORS: Final[Mapping[Outcome, TextColor]] = {
    Outcome.FAILED: "Attention",
    Outcome.NEEDS_ATTENTION: "Attention",
}


def counts_block(tally: Tally, words: English) -> CardElement | None:
    """How many licenses came to each outcome, worst first; None before there is one."""
    pairs = [
        (words.outcomes[outcome], words.number(count))
        for outcome in SEVERITY
        if (count := tally.outcomes.get(outcome, 0))
    ]
    return fact_set(*pairs) if pairs else None


def person_lines(
    person: PersonOutcome, names: Mapping[str, str], words: English, limit: int
) -> list[CardElement]:
    """What happened, worst first: products that fared alike stand in one line."""
    fared: dict[tuple[Outcome, str], list[str]] = {}
    for line in sorted(person.lines, key=lambda line: SEVERITY.index(line.outcome)):
        name = plain(names.get(line.product, line.product), limit)
        fared.setdefault((line.outcome, _why(line, words, limit)), []).append(name)
    shown = [
        _line(outcome, words.and_more(alike[:NAMED], len(alike)), why, words)
        for (outcome, why), alike in list(fared.items())[:LINES_SHOWN]
    ]
    if len(fared) > LINES_SHOWN:
        rest = words.more(len(fared) - LINES_SHOWN)
        shown.append(text(rest, subtle=True, spacing="Small"))
    return shown or [text(words.nothing, subtle=True)]


def _why(line: LineOutcome, words: English, limit: int) -> str:
    if line.outcome is Outcome.KEPT and line.groups:
        names = plains((group.name for group in line.groups[:GROUPS_NAMED]), limit)
        said = words.groups_of(names, len(line.groups))
        return words.direct_gone(said) if line.reason == DIRECT_GONE else words.given_by(said)
    return words.reason(line)


def _line(outcome: Outcome, names: str, why: str, words: English) -> CardElement:
    word = run(f"{words.outcomes[outcome]}: ", bold=True, color=_COLORS.get(outcome))
    return runs(word, run(f"{names}. {why}" if why else names), spacing="Small")
