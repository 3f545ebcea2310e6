"""Time limits and a number of connections for each address, so that no client holds all of them.

A proxy in front has its own limits; these apply even without a proxy.
"""

import asyncio
import functools
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import web

from bot.http.safety_net import plain_error

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Seconds and numbers of connections."""

    #: Seconds from the connection until the head of its first request is complete.
    head: float = 10.0
    #: Seconds that a connection may be without a complete request, from the last answer on.
    idle: float = 75.0
    #: Connections of one address. A proxy is one address, and needs far fewer.
    per_address: int = 200
    #: Connections in all; a process may usually open 1,024 files, and on Windows select 512.
    total: int = 400 if sys.platform == "win32" else 800


@dataclass(slots=True)
class _Connected:
    """How many connections there are now, by address."""

    by_address: Counter[str] = field(default_factory=Counter)
    total: int = 0

    def enter(self, address: str, limits: ConnectionLimits) -> bool:
        if self.total >= limits.total or self.by_address[address] >= limits.per_address:
            return False
        self.total += 1
        self.by_address[address] += 1
        return True

    def leave(self, address: str) -> None:
        self.total -= 1
        self.by_address[address] -= 1
        if not self.by_address[address]:
            del self.by_address[address]


class LimitedSite(web.TCPSite):
    """Serves an application with limits on connections."""

    def __init__(
        self, runner: web.AppRunner, host: str, port: int, limits: ConnectionLimits | None = None
    ) -> None:
        super().__init__(runner, host, port)
        self._limits = limits or ConnectionLimits()

    async def start(self) -> None:
        """Listen."""
        await web.BaseSite.start(self)
        server = self._runner.server
        assert server is not None  # noqa: S101 - the runner was set up
        loop, connected = asyncio.get_running_loop(), _Connected()
        make = functools.partial(
            _Connection, server, loop=loop, limits=self._limits, connected=connected
        )
        self._server = await loop.create_server(make, self._host, self._port, backlog=self._backlog)


class _Connection(web.RequestHandler):
    """One connection: refused where there are too many, and ended where nothing arrives."""

    def __init__(
        self,
        server: Any,
        *,
        loop: asyncio.AbstractEventLoop,
        limits: ConnectionLimits,
        connected: _Connected,
    ) -> None:
        options: dict[str, Any] = {"access_log": None, "keepalive_timeout": limits.idle}
        super().__init__(server, loop=loop, **options)
        self._limits = limits
        self._connected = connected
        self._address: str | None = None
        self._first_head: asyncio.TimerHandle | None = None
        self._tail = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        if not self._connected.enter(address, self._limits):
            _log.warning("connection_refused", connections=self._connected.total)
            assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream
            transport.abort()
            return
        self._address = address
        super().connection_made(transport)
        loop = asyncio.get_running_loop()
        self._first_head = loop.call_later(self._limits.head, self.force_close)

    def data_received(self, data: bytes) -> None:
        if self._address is None:
            return
        if self._first_head is not None:
            seen = self._tail + data
            self._tail = seen[-3:]
            if b"\r\n\r\n" in seen:
                self._end_first_head()
        super().data_received(data)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._end_first_head()
        if self._address is not None:
            self._connected.leave(self._address)
            self._address = None
            super().connection_lost(exc)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no HTTP, or fails outside of the application, without a detail."""
        del message
        _log.info("request_malformed", reason=type(exc).__name__ if exc else "", status=status)
        if request.writer.output_size > 0:
            raise ConnectionError
        response = plain_error(status, exc)
        response.force_close()
        return response

    def _end_first_head(self) -> None:
        if self._first_head is not None:
            self._first_head.cancel()
            self._first_head = None
            self._tail = b""
