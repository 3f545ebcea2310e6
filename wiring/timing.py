"""Rate limits between people and the bot."""

from dataclasses import dataclass
from datetime import timedelta

from bot.connector import rate_limit as pace
from engine.progress_cards import EDIT_EVERY
from engine.turns.pipeline import TIME_LIMIT
from engine.turns.user_rate_limit import BURST


@dataclass(frozen=True, slots=True)
class Timing:
    """What Teams allows and people accept. Tests of other things use one without waits."""

    #: Maximum burst of activities from one person.
    burst: float = BURST
    #: Limits for messages to one conversation.
    sends: pace.SendLimits = pace.LIMITS
    #: Minimum time between two updates of a run's card.
    edit_every: timedelta = EDIT_EVERY
    #: Time limit for the answer to a press, before it is "working on it".
    answer_within: timedelta = TIME_LIMIT


TEAMS = Timing()
