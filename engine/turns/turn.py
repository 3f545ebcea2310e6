"""An activity in progress, and under which name this process leases it."""

from dataclasses import dataclass
from typing import Final

from bot.activities.inbound import Inbound
from bot.http.json_body import JsonObject
from bot.sign_in.credentials import SignInCredential
from engine.events import Event
from ledger import Unit
from ledger.mail.inbox import LeaseState

#: Maximum number of tries: what was started more often ends the process, or never ends.
MAX_TRIES: Final = 5

Key = tuple[str, str]


class LeaseLost(Exception):
    """Another process has taken over this activity, so nothing of this turn counts."""


@dataclass(frozen=True, slots=True)
class TurnInProgress:
    """The activity, what the person did, and the name under which this process leases it."""

    inbound: Inbound
    event: Event
    holder: str
    credential: SignInCredential | None = None
    tries: int = 1
    #: The id that it came with, where that is not bound to the context.
    correlation: str = ""

    @property
    def key(self) -> Key:
        """What the inbox knows it by."""
        return key_of(self.inbound)

    @property
    def exhausted(self) -> bool:
        """Whether it was started too often."""
        return self.tries > MAX_TRIES


def key_of(inbound: Inbound) -> Key:
    """Activity ids are unique within a conversation."""
    return inbound.activity_id, inbound.conversation.conversation_id


async def open_for(unit: Unit, turn: TurnInProgress) -> bool:
    """Lock an activity before storing its result; False when that is stored already.

    Raises `LeaseLost`.
    """
    return _mine(await unit.inbox.lease_state(*turn.key, turn.holder))


async def end_for(unit: Unit, turn: TurnInProgress, answer: JsonObject | None) -> bool:
    """Note the end of an activity, in the transaction that stores its result.

    False when that is stored already. Raises `LeaseLost`.
    """
    return _mine(await unit.inbox.end(*turn.key, turn.holder, answer))


def _mine(state: LeaseState) -> bool:
    if state == "lost":
        raise LeaseLost
    return state == "mine"
