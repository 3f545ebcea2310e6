"""Why a request is where it is: each step, who took it, and the rule that it is based on."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.approvals.policy import giving_back
from cards.kit.actions import Verb
from cards.kit.blocks import run, runs, text
from cards.kit.card import Card, button, card, fitting, head
from cards.kit.escaping import plain
from cards.words.english import English
from licensing.policy.model import Policy
from licensing.policy.verdicts import Verdict
from licensing.requests.events import Event
from licensing.requests.model import Request

#: So many of the newest entries are shown, and so much of what somebody wrote.
ENTRIES = 30
_WORDS = 200


@dataclass(frozen=True, slots=True)
class WhyFacts:
    """Facts of the card."""

    request: Request
    #: The newest entries, in their order.
    events: Sequence[Event]
    #: Whether there are earlier ones.
    cut: bool = False
    zone: str = "UTC"
    #: To say who may give back what was removed.
    policy: Policy | None = None


def why_card(facts: WhyFacts, words: English) -> Card:
    """Tell what happened, oldest first."""
    return fitting(lambda limit: _draw(facts, words, limit))


def _draw(facts: WhyFacts, words: English, limit: int) -> Card:
    title = words.trail_title(facts.request.number)
    entries = [line for event in facts.events for line in _entry(event, facts, words, limit)]
    cut = words.cut_trail(len(facts.events))
    return card(
        words,
        [
            head(title, words.request_states[facts.request.state]),
            text(cut, subtle=True) if facts.cut else None,
            *(entries or [text(words.trail_empty, subtle=True)]),
            _giving(facts, words, limit),
        ],
        [button(Verb.LOOK, facts.request.token, words.trail_back, validate=False)],
        speak=title,
        wide=True,
    )


def _giving(facts: WhyFacts, words: English, limit: int) -> CardElement | None:
    """Who may undo it, once it is approved."""
    policy = facts.policy
    if policy is None or facts.request.run is None:
        return None
    said = words.why_giving(giving_back(policy, words, limit))
    line = policy.giving_back_ref.line
    where = f" ({words.line_of(line)})" if line else ""
    return text(f"{said}{where}", subtle=True, size="Small", spacing="Medium")


def _entry(event: Event, facts: WhyFacts, words: English, limit: int) -> list[CardElement]:
    who = plain(event.by.name, limit) if event.by else words.the_bot
    head = runs(
        run(f"{who} ", bold=True),
        run(f"{words.happened[event.happened]}. "),
        run(words.full_moment(event.at, facts.zone), subtle=True, size="Small"),
    )
    shown = [head]
    if event.text:
        shown.append(text(words.said(plain(event.text, _WORDS)), spacing="None"))
    if event.verdict is not None:
        said = _verdict(event.verdict, words)
        shown.append(text(said, subtle=True, size="Small", spacing="None"))
    return shown


def _verdict(verdict: Verdict, words: English) -> str:
    rule, listed = words.by_rule(verdict), words.list_line(verdict)
    said = words.whys_told[verdict.why]
    return f"{said} {words.based_on(rule, listed)}" if rule or listed else said
