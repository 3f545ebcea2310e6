"""The way from outside: a proxy that passes on too little, someone else, a certificate."""

import ssl
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from commands.doctor.findings import Check, Code
from tests.commands.doctor.conftest import Patient, only
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.certificates import certificate_and_key
from tests.support.ports import free_port

EVERYTHING = ("/api", "/auth", "/downloads", "/healthz", "/readyz")


@asynccontextmanager
async def proxy(
    env: BotFixture,
    passed: Collection[str] = EVERYTHING,
    tls: ssl.SSLContext | None = None,
    failing: Collection[str] = (),
) -> AsyncIterator[str]:
    """Something in front of the bot that passes some paths on."""

    async def handle(request: web.Request) -> web.Response:
        if not request.path.startswith(tuple(passed)):
            return web.Response(status=404, text="nginx")
        if failing and request.path == "/readyz":
            return web.json_response({"ready": False, "failing": [*failing]}, status=503)
        url = f"{env.bot_url}{request.path_qs}"
        body = await request.read()
        async with (
            aiohttp.ClientSession() as session,
            session.request(request.method, url, data=body, allow_redirects=False) as answer,
        ):
            kept = {k: v for k, v in answer.headers.items() if k == "Content-Security-Policy"}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls).start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def found(patient: Patient, url: str) -> list[Code]:
    return only(await patient.look(public_url=url), Check.ADDRESS)


async def test_a_proxy_that_passes_everything_on(patient: Patient) -> None:
    async with proxy(patient.env) as url:
        assert await found(patient, url) == [Code.ADDRESS_GOOD]


async def test_a_proxy_that_forgets_the_window_of_sign_in(patient: Patient) -> None:
    async with proxy(patient.env, ("/api", "/downloads", "/healthz")) as url:
        findings = await patient.look(public_url=url)
    lost = next(one for one in findings if one.code is Code.ADDRESS_PATHS)
    assert lost.facts["paths"] == "/auth/start"


async def test_a_proxy_that_forgets_the_messages(patient: Patient) -> None:
    async with proxy(patient.env, ("/auth", "/downloads", "/healthz")) as url:
        findings = await patient.look(public_url=url)
    lost = next(one for one in findings if one.code is Code.ADDRESS_PATHS)
    assert lost.facts["paths"] == "/api/messages"


async def test_someone_else_at_the_address(patient: Patient) -> None:
    async with proxy(patient.env, ()) as url:
        assert await found(patient, url) == [Code.ADDRESS_ANOTHER_SERVER]


async def test_no_one_at_the_address(patient: Patient) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    assert await found(patient, url) == [Code.ADDRESS_UNREACHABLE]


async def test_a_certificate_that_no_one_trusts(patient: Patient, tmp_path: Path) -> None:
    async with proxy(patient.env, tls=self_signed(tmp_path)) as url:
        assert await found(patient, url) == [Code.ADDRESS_CERTIFICATE]


async def test_a_bot_that_takes_unsigned_messages(tmp_path: Path, patient: Patient) -> None:
    async with open_bot(tmp_path / "unsigned") as unsigned:
        assert await found(patient, unsigned.bot_url) == [Code.BOT_UNSIGNED]


async def test_a_bot_that_is_not_ready(patient: Patient) -> None:
    async with proxy(patient.env, failing=["ledger"]) as url:
        findings = await patient.look(public_url=url)
    failing = next(one for one in findings if one.code is Code.BOT_NOT_READY)
    assert failing.facts["failing"] == "ledger"


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that vouches for itself."""
    pem = folder / "self.pem"
    pem.write_text(certificate_and_key(days=1))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
