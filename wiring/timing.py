"""How fast people and the bot may speak to each other."""

from dataclasses import dataclass
from datetime import timedelta

from bot.connector import rate_limit as pace
from engine.progress_cards import EDIT_EVERY
from engine.turns.user_rate_limit import BURST


@dataclass(frozen=True, slots=True)
class Timing:
    """What Teams allows and people bear. Tests that are not about it have one without waits."""

    #: So many activities one person may send at once.
    burst: float = BURST
    #: What the bot may send into one conversation.
    sends: pace.SendLimits = pace.LIMITS
    #: A card of a run is changed at most once in this time.
    edit_every: timedelta = EDIT_EVERY


TEAMS = Timing()
