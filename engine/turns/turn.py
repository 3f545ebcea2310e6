"""One activity that is being worked on, and as whom it is held."""

from dataclasses import dataclass
from typing import Final

from bot.activities.inbound import Inbound
from bot.http.json_body import JsonObject
from bot.sign_in.proofs import Proof
from engine.events import Event
from ledger import Unit
from ledger.mail.inbox import Standing

#: What was begun so often ends the process, or never ends: it is not tried again.
MOST_TRIES: Final = 5

Key = tuple[str, str]


class LeaseLost(Exception):
    """Somebody else works on this activity by now, so nothing of this turn counts."""


@dataclass(frozen=True, slots=True)
class TurnInProgress:
    """What came, what was done by it, and the name under which this process holds it."""

    inbound: Inbound
    done: Event
    holder: str
    proof: Proof | None = None
    tries: int = 1

    @property
    def key(self) -> Key:
        """What the inbox knows it by."""
        return key_of(self.inbound)

    @property
    def hopeless(self) -> bool:
        """Whether it was begun too often."""
        return self.tries > MOST_TRIES


def key_of(inbound: Inbound) -> Key:
    """Activity ids are unique within a conversation."""
    return inbound.activity_id, inbound.conversation.conversation_id


async def open_for(unit: Unit, case: TurnInProgress) -> bool:
    """Lock an activity before something is stored of it; False when that was done already.

    Raises `LeaseLost`.
    """
    return _mine(await unit.inbox.standing(*case.key, case.holder))


async def end_for(unit: Unit, case: TurnInProgress, answer: JsonObject | None) -> bool:
    """Note the end of an activity, together with which all is stored that came of it.

    False when that was done already. Raises `LeaseLost`.
    """
    return _mine(await unit.inbox.end(*case.key, case.holder, answer))


def _mine(standing: Standing) -> bool:
    if standing == "lost":
        raise LeaseLost
    return standing == "mine"
