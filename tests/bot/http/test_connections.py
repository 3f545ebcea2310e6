"""No client holds the bot's connections: heads and idle connections have a time, and a number."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.http.connections import ConnectionLimits, LimitedSite
from bot.http.safety_net import safety_net
from tests.support.ports import free_port

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


@asynccontextmanager
async def served(limits: ConnectionLimits) -> AsyncIterator[int]:
    """An application that answers, and one page that fails."""

    async def well(_: web.Request) -> web.Response:
        return web.Response(text="well")

    async def fails(_: web.Request) -> web.Response:
        raise ZeroDivisionError("a secret")

    app = web.Application(middlewares=[safety_net])
    app.router.add_get("/", well)
    app.router.add_get("/fails", fails)
    runner, port = web.AppRunner(app), free_port()
    await runner.setup()
    await LimitedSite(runner, "127.0.0.1", port, limits).start()
    try:
        yield port
    finally:
        await runner.cleanup()


async def _ends(port: int, sent: bytes) -> bytes:
    """Send, and read until the other side closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_half_a_head_is_not_waited_for() -> None:
    async with served(ConnectionLimits(head=0.1)) as port:
        assert await _ends(port, HEAD) == b""
        assert await _ends(port, b"") == b""


async def test_half_a_second_head_is_not_waited_for_either() -> None:
    async with served(ConnectionLimits(idle=0.1)) as port:
        answer = await _ends(port, HEAD + b"\r\n" + HEAD)
        assert answer.count(b"HTTP/1.1 200") == 1


async def test_an_idle_connection_ends() -> None:
    async with served(ConnectionLimits(idle=0.1)) as port:
        assert (await _ends(port, HEAD + b"\r\n")).endswith(b"well")


async def test_a_head_that_came_in_pieces_is_answered_and_its_time_is_over() -> None:
    async with served(ConnectionLimits(head=30.0, idle=0.3)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for byte in HEAD + b"\r\n":
            writer.write(bytes([byte]))
            await writer.drain()
        assert (await reader.read()).endswith(b"well")
        writer.close()


async def test_one_address_gets_so_many_connections_and_gets_them_back() -> None:
    async with served(ConnectionLimits(per_address=3)) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        # Each answers once, so that the bot has surely counted all.
        for reader, writer in held:
            writer.write(HEAD + b"\r\n")
            await reader.readuntil(b"well")
        assert await _ends(port, HEAD + b"\r\n") == b""
        held[0][1].close()
        await held[0][1].wait_closed()
        last = HEAD + b"Connection: close\r\n\r\n"
        # The bot learns of the end a moment later.
        for _ in range(1_000):
            if (await _ends(port, last)).endswith(b"well"):
                break
        else:
            pytest.fail("the connection was not given back")
        for _, writer in held:
            writer.close()


async def test_there_is_a_number_for_all_addresses_too() -> None:
    async with served(ConnectionLimits(total=1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD + b"\r\n")
        await reader.readuntil(b"well")
        assert await _ends(port, HEAD + b"\r\n") == b""
        writer.close()


async def test_a_fault_is_answered_without_a_detail() -> None:
    async with served(ConnectionLimits()) as port:
        sent = b"GET /fails HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        answer = await _ends(port, sent)
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"secret" not in answer
        assert b"Zero" not in answer


async def test_what_is_no_http_learns_nothing_of_the_server() -> None:
    async with served(ConnectionLimits()) as port:
        for sent in (b"\x16\x03\x01\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"G@T / HTTP/1.1\r\n\r\n"):
            answer = await _ends(port, sent)
            assert b" 400 " in answer.partition(b"\r\n")[0]
            assert b"Server: unassign\r\n" in answer
            assert b"aiohttp" not in answer.lower()
            assert b"python" not in answer.lower()
