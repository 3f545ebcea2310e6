"""Puts a file where Teams said that it goes: an upload session of OneDrive.

https://learn.microsoft.com/graph/api/driveitem-createuploadsession: pieces of a multiple of
320 KiB, each with its place in the whole; the address itself is the permission, so no token of ours
goes there.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import IO, Final

import aiohttp
from yarl import URL

from bot.connector.retry import Backoff
from bot.errors import HostRefused, NotUploaded
from bot.http.allowed_hosts import FileHosts

#: Bytes of a piece.
PIECE: Final = 10 * 320 * 1024
#: Seconds for one piece.
TIMEOUT: Final = aiohttp.ClientTimeout(total=60, connect=5)
_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})


class Uploader:
    """Writes files to the hosts that are allowed, and nowhere else."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        hosts: FileHosts,
        *,
        backoff: Backoff | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        piece: int = PIECE,
    ) -> None:
        self._session = session
        self.hosts = hosts
        self._backoff = backoff or Backoff(tries=4)
        self._sleep = sleep
        self._piece = piece

    async def put(self, address: str, file: IO[bytes], size: int) -> None:
        """Write all of a file. Raises `HostRefused` before anything is sent, or `NotUploaded`."""
        if not self.hosts.allow(address):
            raise HostRefused
        url = URL(address, encoded=True)
        file.seek(0)
        for begin in range(0, size, self._piece):
            data = file.read(self._piece)
            place = f"bytes {begin}-{begin + len(data) - 1}/{size}"
            await self._patiently(url, data, place)

    async def _patiently(self, url: URL, data: bytes, place: str) -> None:
        attempt = 0
        while True:
            attempt += 1
            try:
                status = await self._once(url, data, place)
            except (aiohttp.ClientError, TimeoutError) as error:
                status, code = None, type(error).__name__
            else:
                code = ""
            if status is not None and 200 <= status < 300:
                return
            wait = self._backoff.wait(attempt, None)
            if wait is None or (status is not None and status not in _AGAIN):
                raise NotUploaded(status, code)
            await self._sleep(wait)

    async def _once(self, url: URL, data: bytes, place: str) -> int:
        headers = {"Content-Range": place, "Content-Type": "application/octet-stream"}
        async with self._session.put(
            url, data=data, headers=headers, timeout=TIMEOUT, allow_redirects=False
        ) as answer:
            return answer.status
