"""Starts processes for benchmarks."""

import asyncio
import socket
from typing import Final

#: Seconds within which a process must listen.
_TIMEOUT: Final = 60


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def up(process: asyncio.subprocess.Process, port: int) -> None:
    """Wait until a process listens; raises `RuntimeError` if it exits instead."""
    async with asyncio.timeout(_TIMEOUT):
        while True:
            if process.returncode is not None:
                raise RuntimeError("a process did not start")
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
