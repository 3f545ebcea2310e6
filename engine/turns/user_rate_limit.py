"""Limits how many activities one person may send, so that a faulty client slows no one else.

No one who types and clicks comes near the limits: a hundred activities at once, then five a second;
a thousand, then one every two seconds; and five pasted lists of the largest kind, then one in
twenty seconds. So no one fills the database, where each activity is kept for a while. What Teams
itself sends for a sign-in is counted by itself, with the same limits, so that no one is locked out
by their clicks.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog
from cachetools import LRUCache

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound, Kind
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke
from cards.words.languages import Languages
from engine.conversation_refs import with_what_is_known
from engine.events import texts_at, texts_of
from engine.messages import text_activity
from ledger import Ledger
from licensing.clock import Clock

BURST: Final = 100.0
PER_SECOND: Final = 5.0
#: Activities over a longer time.
LONG_BURST: Final = 1_000.0
LONG_PER_SECOND: Final = 0.5
#: Bytes of the activities.
BYTES: Final = 5_000_000.0
BYTES_PER_SECOND: Final = 50_000.0
_RATES: Final = (PER_SECOND, LONG_PER_SECOND, BYTES_PER_SECOND)
#: Seconds between two messages about it to the same person.
REMIND: Final = 60.0
#: Maximum number of people with a bucket. A full bucket is the same as none.
MAX_PEOPLE: Final = 10_000

_SIGN_INS: Final = frozenset(
    {Invoke.TOKEN_EXCHANGE.value, Invoke.VERIFY_STATE.value, Invoke.SIGN_IN_FAILURE.value}
)

Handler = Callable[[Inbound], Awaitable[InvokeAnswer | None]]
_Who = tuple[str, str]

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Buckets:
    """What a person has left: activities, activities over a longer time, bytes."""

    left: tuple[float, ...]
    seen: float
    reminded: float | None = None


class UserRateLimit:
    """Token buckets for each person. The clock is in seconds.

    `burst` is the maximum number of activities at once; the other limits have the same proportion
    to it as by default.
    """

    def __init__(
        self, clock: Callable[[], float], *, burst: float = BURST, most: int = MAX_PEOPLE
    ) -> None:
        self._clock = clock
        self._full = tuple(full * burst / BURST for full in (BURST, LONG_BURST, BYTES))
        self._buckets: LRUCache[_Who, _Buckets] = LRUCache(most)

    def __len__(self) -> int:
        return len(self._buckets)

    def allow(self, who: _Who, size: int = 0) -> bool:
        """Take an activity of this many bytes from a person's buckets; False if one is empty."""
        now = self._clock()
        buckets = self._buckets.setdefault(who, _Buckets(self._full, now))
        since = now - buckets.seen
        refilled = (
            min(full, left + since * rate)
            for full, left, rate in zip(self._full, buckets.left, _RATES, strict=True)
        )
        buckets.left = tuple(refilled)
        buckets.seen = now
        costs = (1, 1, size)
        if any(left < cost for left, cost in zip(buckets.left, costs, strict=True)):
            return False
        buckets.left = tuple(left - cost for left, cost in zip(buckets.left, costs, strict=True))
        return True

    def remind(self, who: _Who) -> bool:
        """Whether to notify this person now, at most once a minute."""
        buckets, now = self._buckets.get(who), self._clock()
        if buckets is None or (buckets.reminded is not None and now - buckets.reminded < REMIND):
            return False
        buckets.reminded = now
        return True


@dataclass(slots=True)
class RateLimited:
    """Lets a person's activities through to `handler` as long as there are not too many."""

    handler: Handler
    limits: UserRateLimit
    ledger: Ledger
    clock: Clock
    post: Callable[[], None]
    languages: Languages = Languages()  # noqa: RUF009 - it is frozen

    async def handle(self, inbound: Inbound) -> InvokeAnswer | None:
        """Answer one activity, or say that it was too fast."""
        who = (inbound.tenant_id, inbound.sender.aad_id or inbound.sender.teams_id)
        if inbound.name in _SIGN_INS:
            if self.limits.allow((f"{who[0]}/sign-in", who[1]), inbound.size):
                return await self.handler(inbound)
            _log.warning("sign_in_limited")
            return InvokeAnswer(412)
        if self.limits.allow(who, inbound.size):
            return await self.handler(inbound)
        _log.warning("person_limited", kind=inbound.kind.value)
        if inbound.kind is Kind.INVOKE:
            known = await with_what_is_known(self.ledger, inbound)
            too_fast = texts_of(known, self.languages).messages.too_fast
            if inbound.name == Invoke.SEARCH:
                return answers.search_note(too_fast)
            return answers.message(too_fast)
        if inbound.kind is Kind.MESSAGE and self.limits.remind(who):
            await self._remark(inbound)
        return None

    async def _remark(self, inbound: Inbound) -> None:
        where = inbound.conversation.conversation_id
        known = await with_what_is_known(self.ledger, inbound)
        said = text_activity(texts_at(known, self.languages).messages.too_fast)
        async with self.ledger.begin() as unit:
            await unit.outbox.say(where, said, self.clock.now())
        self.post()
