"""Who one is to the bot: name, roles, what they allow, and in whose name the bot acts."""

from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import box, link, text
from cards.kit.blocks import facts as fact_set
from cards.kit.card import Card, button, card, head
from cards.kit.escaping import plain
from cards.words.english import English
from licensing.tenant.roles import Acting, RoleDecision


@dataclass(frozen=True, slots=True)
class WhoAmIFacts:
    """Facts of the card."""

    name: str
    #: Names of the active roles that have to do with licenses.
    roles: tuple[str, ...]
    #: Names of such roles that wait for their activation.
    eligible: tuple[str, ...]
    decision: RoleDecision
    acting: Acting
    token: str


def whoami_card(facts: WhoAmIFacts, words: English) -> Card:
    """Say what somebody may do, and why."""
    why = words.whys[facts.decision.why]
    pairs = [
        (words.who_roles, words.listed(facts.roles) if facts.roles else words.who_no_roles),
        *([(words.who_eligible, words.listed(facts.eligible))] if facts.eligible else []),
        (words.who_acting, words.who_acts[facts.acting]),
    ]
    return card(
        words,
        [
            head(words.who_title),
            text(plain(facts.name), bold=True) if facts.name else None,
            box("good" if facts.decision.allowed else "warning", text(why)),
            fact_set(*pairs),
            link(words.help_roles_link, words.links.roles),
        ],
        [button(Verb.HOME, facts.token, words.home, validate=False)],
        speak=f"{words.who_title}. {why}",
    )
