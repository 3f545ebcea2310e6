"""`app.py rehearse`: the rehearsal tenant in this process and the bot in its own.

The two are separate so that the bot can be stopped, killed or changed while Teams and the
directory keep their state. A bot that exits is restarted.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, web

#: Seconds until a message says that the bot is not ready.
_START_TIMEOUT: Final = 60.0
#: Seconds before a bot is restarted.
_RESTART_DELAY: Final = 1.0
_STOP_TIMEOUT: Final = 15.0
#: The exit code of a bot that explains why it can't start.
_REFUSED: Final = 2


@dataclass(frozen=True, slots=True)
class Bot:
    """How to start the bot, and its address."""

    command: Sequence[str]
    environment: Mapping[str, str]
    url: str


async def rehearse(sandbox: web.Application, *, host: str, port: int, bot: Bot) -> int:
    """Serve both until interrupted or terminated; returns the exit code."""
    _handle_sigterm()
    runner = web.AppRunner(sandbox, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            _say(
                f"Port {port} is in use, perhaps by another rehearsal. Stop that one, "
                "or choose other ports: --port 4978 --page-port 4979 "
                "(make run PORT=4978 PAGE_PORT=4979)"
            )
            return 1
        welcome = asyncio.create_task(_welcome(bot.url, f"http://{host}:{port}"))
        try:
            return await _keep_running(bot)
        finally:
            welcome.cancel()
    finally:
        await runner.cleanup()


def _handle_sigterm() -> None:
    """Treat SIGTERM like Ctrl+C, so that the bot is stopped too."""
    this = asyncio.current_task()
    if this is not None and sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)


async def _keep_running(bot: Bot) -> int:
    """Restart the bot whenever it exits; returns if it can't start at all."""
    while True:
        process = await asyncio.create_subprocess_exec(
            *bot.command, env={**os.environ, **bot.environment}
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _stop(process)
            raise
        if code == _REFUSED:
            return code
        _say(f"The bot ended with code {code}. It is started again; nothing is lost.")
        await asyncio.sleep(_RESTART_DELAY)


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_STOP_TIMEOUT):
            await process.wait()
    except TimeoutError:
        process.kill()


async def _welcome(bot_url: str, page: str) -> None:
    """Print the address once the bot and the page are ready."""
    async with ClientSession(timeout=ClientTimeout(total=2)) as session:
        try:
            async with asyncio.timeout(_START_TIMEOUT):
                for address in (f"{bot_url}/readyz", page):
                    while not await _ready(session, address):  # noqa: ASYNC110 - it can only be asked
                        await asyncio.sleep(0.1)
        except TimeoutError:
            _say(f"The bot does not answer on {bot_url} yet. The lines above say why.")
            return
    _say(
        f"\n  Unassign is ready. Open {page} in a browser.\n\n"
        "  Everything there is a rehearsal: a made-up organization, no account, no real license.\n"
        "  Stop with Ctrl+C.\n"
    )


async def _ready(session: ClientSession, address: str) -> bool:
    try:
        async with session.get(address) as response:
            return response.status == 200
    except (ClientError, TimeoutError):
        return False


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
