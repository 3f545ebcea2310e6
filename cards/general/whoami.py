"""Who one is to the bot: name, roles, what they allow, and in whose name the bot acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards.kit.actions import Verb
from cards.kit.blocks import box, link, text
from cards.kit.blocks import facts as fact_set
from cards.kit.card import Card, button, card, head
from cards.kit.escaping import plain
from cards.words.texts import Texts
from licensing.tenant.roles import ActingMode, RoleDecision, Why


@dataclass(frozen=True, slots=True)
class WhoAmIFacts:
    """Facts of the card."""

    name: str
    #: Names of the active roles that have to do with licenses.
    roles: tuple[str, ...]
    #: Names of such roles that wait for their activation.
    eligible: tuple[str, ...]
    decision: RoleDecision
    acting: ActingMode
    token: str
    #: Whether the policy names the person as a reader.
    reader: bool = False


def whoami_card(facts: WhoAmIFacts, texts: Texts) -> Card:
    """Say what someone may do, and why."""
    why = texts.errors.whys[facts.decision.why]
    pairs = [
        (
            texts.account.who_roles,
            _listed(facts.roles, texts) if facts.roles else texts.account.who_no_roles,
        ),
        *([(texts.account.who_eligible, _listed(facts.eligible, texts))] if facts.eligible else []),
        (texts.account.who_acting, texts.account.who_acts[facts.acting]),
    ]
    activate = (
        [link(texts.common.entra_page, texts.links.entra_portal)]
        if facts.decision.why is Why.NOT_ACTIVE
        else []
    )
    return card(
        texts,
        [
            head(texts.account.who_title),
            text(plain(facts.name), bold=True) if facts.name else None,
            box("good" if facts.decision.allowed else "warning", text(why), *activate),
            text(texts.account.who_reader) if facts.reader else None,
            fact_set(*pairs),
            link(texts.help.roles_link, texts.links.roles),
        ],
        [button(Verb.HOME, facts.token, texts.common.home, validate=False)],
        speak=f"{texts.account.who_title}. {why}",
    )


def _listed(roles: Sequence[str], texts: Texts) -> str:
    return texts.common.listed([texts.account.role(name) for name in roles])
