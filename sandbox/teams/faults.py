"""Troubles that a test orders from the connector: a refusal, a broken gateway, a slow answer."""

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
    """One trouble. Times and delays are in seconds."""

    #: The HTTP method that it meets, or "" for any.
    method: str = ""
    #: A part of the path that it meets.
    path: str = ""
    #: The status of the answer; 0 only delays and then lets the call through.
    status: int = 0
    retry_after: float | None = None
    delay: float = 0
    times: int = 1

    def matches(self, method: str, path: str) -> bool:
        """Whether it still strikes, and strikes this call."""
        return self.times > 0 and self.method in ("", method) and self.path in path


class Faults:
    """The troubles still to come, first ordered first met."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Add one."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Forget all."""
        self._faults.clear()

    async def meet(self, method: str, path: str) -> web.Response | None:
        """The answer that a call gets instead of the real one, if any."""
        for at, fault in enumerate(self._faults):
            if fault.matches(method, path):
                self._faults[at] = replace(fault, times=fault.times - 1)
                await asyncio.sleep(fault.delay)
                return _answer(fault) if fault.status else None
        return None


def read_fault(order: dict[str, Any]) -> Fault:
    """A fault from its JSON: method, path, status, retryAfter, delay, times.

    Raises `ValueError` or `TypeError` for anything that is none.
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
