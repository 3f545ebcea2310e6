"""Fault injection for calls to Graph, before or after they take effect."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

#: Effect of the call before the fault: none or all.
EFFECTS = ("none", "done")
#: Form of the fault: an answer, a closed connection, or no answer for a long time.
WAYS = ("answer", "drop", "hang")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault for a number of matching calls."""

    #: HTTP method; "*" for any.
    method: str = "*"
    #: Path below /v1.0, with * for one segment: /users/*/assignLicense. "*" alone for any.
    path: str = "*"
    #: A part of the query, as it is written; "" for any.
    query: str = ""
    times: int = 1
    effect: str = "none"
    way: str = "answer"
    status: int = 503
    code: str = "ServiceUnavailable"
    message: str = "The service is temporarily unavailable. Please retry later."
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Body instead of code and message: text as is, anything else as JSON.
    body: Any = None
    #: Seconds before the fault; for "hang", the duration without an answer.
    delay: float = 0.0

    def matches(self, method: str, path: str, query: str = "") -> bool:
        """Return whether a call matches."""
        if self.method not in {"*", method} or self.query not in query:
            return False
        if self.path == "*":
            return True
        pattern = "[^/]+".join(re.escape(part) for part in self.path.split("*"))
        return re.fullmatch(pattern, path) is not None


class Faults:
    """Pending faults and the tenant's latency."""

    def __init__(self) -> None:
        #: Seconds added to each call.
        self.latency = 0.0
        self.waiting: list[Fault] = []
        self._cleared = asyncio.Event()

    async def pause(self, seconds: float) -> None:
        """Delay a call, until `clear` at the latest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._cleared.wait()

    def next(self, method: str, path: str, query: str = "") -> Fault | None:
        """Return the fault for this call, if any, and count it."""
        for place, fault in enumerate(self.waiting):
            if fault.matches(method, path, query):
                self._use(place, fault)
                return fault
        return None

    def clear(self) -> None:
        """Remove all faults and latency; delayed calls continue."""
        self.waiting.clear()
        self.latency = 0.0
        self._cleared.set()
        self._cleared = asyncio.Event()

    def _use(self, place: int, fault: Fault) -> None:
        if fault.times > 1:
            self.waiting[place] = replace(fault, times=fault.times - 1)
        else:
            del self.waiting[place]


def read_fault(data: Mapping[str, Any]) -> Fault:
    """Parse a fault from JSON; raises ValueError that says what is wrong.

    `retryAfter` is short for that header.
    """
    names = set(Fault.__dataclass_fields__) | {"retryAfter"}
    unknown = sorted(set(data) - names)
    if unknown:
        raise ValueError(f"a fault has no {', '.join(unknown)}; it has {', '.join(sorted(names))}")
    values = dict(data)
    headers = dict(values.pop("headers", {}))
    if "retryAfter" in values:
        headers["Retry-After"] = str(values.pop("retryAfter"))
    fault = Fault(**values, headers=headers)
    if fault.effect not in EFFECTS:
        raise ValueError(f"effect is one of {', '.join(EFFECTS)}")
    if fault.way not in WAYS:
        raise ValueError(f"way is one of {', '.join(WAYS)}")
    return fault
