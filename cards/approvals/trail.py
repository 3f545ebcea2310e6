"""Why a request is where it is: each step, who took it, and the rule that it is based on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import CardElement

from cards.approvals.policy import undo_permission
from cards.kit.actions import Verb
from cards.kit.blocks import run, runs, text
from cards.kit.card import Card, button, card, fitting, head
from cards.kit.escaping import plain
from cards.kit.people import Names, names_of
from cards.words.texts import Texts
from licensing.policy.model import Policy
from licensing.policy.verdicts import Verdict
from licensing.requests.events import Event
from licensing.requests.model import Request

#: Maximum number of entries shown (the newest), and of characters of what someone wrote.
ENTRIES = 30
_WORDS = 200


@dataclass(frozen=True, slots=True)
class TrailFacts:
    """Facts of the card."""

    request: Request
    #: The newest entries, in their order.
    events: Sequence[Event]
    #: Whether there are earlier ones.
    cut: bool = False
    zone: str = "UTC"
    #: For the line about who may undo the removal.
    policy: Policy | None = None
    #: Addresses by id of people who may have the same name as someone else here.
    addresses: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """What the card calls people."""
        by = (event.by for event in self.events if event.by)
        return names_of((*self.request.participants, *by), self.addresses)


def request_trail_card(facts: TrailFacts, texts: Texts) -> Card:
    """List the events, oldest first."""
    return fitting(lambda limit: _draw(facts, texts, limit))


def _draw(facts: TrailFacts, texts: Texts, limit: int) -> Card:
    title = texts.trail.title(facts.request.number)
    entries = [line for event in facts.events for line in _entry(event, facts, texts, limit)]
    cut = texts.trail.cut(len(facts.events))
    return card(
        texts,
        [
            head(title, texts.request.states[facts.request.state]),
            text(cut, subtle=True) if facts.cut else None,
            *(entries or [text(texts.trail.empty, subtle=True)]),
            _giving(facts, texts, limit),
        ],
        [button(Verb.LOOK, facts.request.token, texts.trail.back, validate=False)],
        speak=title,
        wide=True,
    )


def _giving(facts: TrailFacts, texts: Texts, limit: int) -> CardElement | None:
    """Who may undo it, once it is approved."""
    policy = facts.policy
    if policy is None or facts.request.run is None:
        return None
    said = texts.trail.undo_permission(undo_permission(policy, texts, limit))
    line = policy.undo_ref.line
    where = f" ({texts.policy.line_of(line)})" if line else ""
    return text(f"{said}{where}", subtle=True, size="Small", spacing="Medium")


def _entry(event: Event, facts: TrailFacts, texts: Texts, limit: int) -> list[CardElement]:
    who = facts.names.of(event.by, limit) if event.by else texts.trail.the_bot
    head = runs(
        run(f"{who} ", bold=True),
        run(texts.trail.sentence(texts.trail.happened[event.type]) + " "),
        run(texts.common.full_moment(event.at, facts.zone), subtle=True, size="Small"),
    )
    shown = [head]
    if event.text:
        shown.append(text(texts.request.quoted(plain(event.text, _WORDS)), spacing="None"))
    if event.verdict is not None:
        said = _verdict(event.verdict, texts)
        shown.append(text(said, subtle=True, size="Small", spacing="None"))
    return shown


def _verdict(verdict: Verdict, texts: Texts) -> str:
    rule, listed = texts.request_messages.by_rule(verdict), texts.trail.list_line(verdict)
    return texts.trail.reason(texts.request_messages.whys_to_others[verdict.why], rule, listed)
