"""Fault injection for the connector: a refusal, a broken gateway, a slow answer."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

#: Codes of the connector's error bodies, by status.
CODES = {
    412: "PreconditionFailed",
    429: "TooManyRequests",
    502: "BadGateway",
    504: "GatewayTimeout",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. Delays are in seconds."""

    #: HTTP method, or "" for any.
    method: str = ""
    #: Part of the path.
    path: str = ""
    #: Status of the answer; 0 only delays the call.
    status: int = 0
    retry_after: float | None = None
    delay: float = 0
    times: int = 1

    def matches(self, method: str, path: str) -> bool:
        """Return whether it applies to this call."""
        return self.times > 0 and self.method in ("", method) and self.path in path


class Faults:
    """The pending faults, in the order added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a fault."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    async def apply(self, method: str, path: str) -> web.Response | None:
        """Return the answer to a call instead of the real one, if any."""
        for at, fault in enumerate(self._faults):
            if fault.matches(method, path):
                self._faults[at] = replace(fault, times=fault.times - 1)
                await asyncio.sleep(fault.delay)
                return _answer(fault) if fault.status else None
        return None


def read_fault(order: dict[str, Any]) -> Fault:
    """Parse a fault from JSON: method, path, status, retryAfter, delay, times.

    Raises `ValueError` or `TypeError` for an invalid one.
    """
    wait = order.get("retryAfter")
    return Fault(
        method=str(order.get("method", "")),
        path=str(order.get("path", "")),
        status=int(order.get("status", 0)),
        retry_after=None if wait is None else float(wait),
        delay=float(order.get("delay", 0)),
        times=int(order.get("times", 1)),
    )


def _answer(fault: Fault) -> web.Response:
    code = CODES.get(fault.status, "ServiceError")
    headers = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
    error = {"code": code, "message": "Ordered by the rehearsal."}
    return web.json_response({"error": error}, status=fault.status, headers=headers)
