"""Limits how many activities one person may send, so that a faulty client slows no one else.

No one who types and clicks comes near the limits: a hundred activities at once, then five a second.
What Teams itself sends for a
sign-in is counted by itself, with the same limits, so that no one is locked out by their clicks.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot.activities import invoke_response as answers
from bot.activities.inbound import Inbound, Kind
from bot.activities.invoke_response import InvokeAnswer
from bot.activities.invoke_router import Invoke
from cards.words.languages import english
from cards.words.texts import Texts
from engine.messages import text_activity
from ledger import Ledger
from licensing.clock import Clock

BURST: Final = 100.0
PER_SECOND: Final = 5.0
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
class _Bucket:
    left: float
    seen: float
    reminded: float | None = None


class UserRateLimit:
    """A token bucket for each person. The clock is in seconds."""

    def __init__(
        self, clock: Callable[[], float], *, burst: float = BURST, most: int = MAX_PEOPLE
    ) -> None:
        self._clock = clock
        self._burst = burst
        self._most = most
        self._buckets: OrderedDict[_Who, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def allow(self, who: _Who) -> bool:
        """Take one from a person's bucket; False when it is empty."""
        now = self._clock()
        bucket = self._buckets.pop(who, None) or _Bucket(self._burst, now)
        self._buckets[who] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        bucket.left = min(self._burst, bucket.left + (now - bucket.seen) * PER_SECOND)
        bucket.seen = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def remind(self, who: _Who) -> bool:
        """Whether to tell this person now, at most once a minute."""
        bucket, now = self._buckets.get(who), self._clock()
        if bucket is None or (bucket.reminded is not None and now - bucket.reminded < REMIND):
            return False
        bucket.reminded = now
        return True


@dataclass(slots=True)
class RateLimited:
    """Lets a person's activities through to `handler` as long as there are not too many."""

    handler: Handler
    limits: UserRateLimit
    ledger: Ledger
    clock: Clock
    post: Callable[[], None]
    texts: Texts = field(default_factory=english)

    async def handle(self, inbound: Inbound) -> InvokeAnswer | None:
        """Answer one activity, or say that it was too fast."""
        who = (inbound.tenant_id, inbound.sender.aad_id or inbound.sender.teams_id)
        if inbound.name in _SIGN_INS:
            if self.limits.allow((f"{who[0]}/sign-in", who[1])):
                return await self.handler(inbound)
            _log.warning("sign_in_limited")
            return InvokeAnswer(412)
        if self.limits.allow(who):
            return await self.handler(inbound)
        _log.warning("person_limited", kind=inbound.kind.value)
        if inbound.kind is Kind.INVOKE:
            if inbound.name == Invoke.SEARCH:
                return answers.search_results(())
            return answers.message(self.texts.messages.too_fast)
        if inbound.kind is Kind.MESSAGE and self.limits.remind(who):
            await self._remark(inbound)
        return None

    async def _remark(self, inbound: Inbound) -> None:
        where = inbound.conversation.conversation_id
        said = text_activity(self.texts.messages.too_fast)
        async with self.ledger.begin() as unit:
            await unit.outbox.say(where, said, self.clock.now())
        self.post()
