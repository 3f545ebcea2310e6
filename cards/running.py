"""While a plan runs: how far it is."""

from dataclasses import dataclass

from cards.blocks import progress, text
from cards.kit import Card, button, card, head, notice_block
from cards.notices import Notice
from cards.verbs import Verb
from cards.words.english import English
from licensing.outcome import Tally
from licensing.plan import Plan


@dataclass(frozen=True, slots=True)
class RunningFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: None before anything was done.
    tally: Tally | None
    token: str
    notice: Notice | None = None


def running_card(facts: RunningFacts, words: English) -> Card:
    """Show a bar that fills, and the same in words."""
    summary = facts.plan.summary
    done = facts.tally.finished if facts.tally else 0
    total = facts.tally.people if facts.tally else summary.people
    said = words.progress(done, total) if facts.tally else words.running_start
    return card(
        words,
        [
            head(words.running_title),
            notice_block(facts.notice, words),
            text(words.licenses_from_people(summary.licenses, summary.affected)),
            progress(done, total),
            text(said, bold=True, spacing="Small"),
            text(words.running_note, subtle=True),
        ],
        [button(Verb.REFRESH, facts.token, words.look_again, validate=False)],
        speak=f"{words.running_title}. {said}",
    )
