"""The wiring: settings -> parts -> web application. The only module that knows every room.

python app.py             serve the bot, as the settings say
python app.py rehearse    serve the bot with a rehearsal tenant, without any account
python app.py rotate-keys encrypt all stored tokens with the first of UNASSIGN_TOKEN_KEYS
python app.py journal     verify or export the journal
"""

import argparse
import asyncio
import errno
import os
import secrets
import sys
import time
import uuid
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web
from cryptography.fernet import Fernet

from bot.adapter import Edge
from bot.authentication import Authentication, ChannelPolicy
from bot.connector import Connector
from bot.correlation import new_correlation
from bot.credentials import (
    AppToken,
    Credentials,
    ManagedIdentity,
    NoCredentials,
    SharedToken,
    patient_session,
)
from bot.delivery import Delivery
from bot.downloads import add_downloads
from bot.hosts import ServiceHosts
from bot.keys import SigningKeys
from bot.limits import Limited, Limits
from bot.links import SignedLinks
from bot.logs import set_up_logs
from bot.pace import Lanes
from bot.progress import Progress
from bot.server import create_app
from bot.signin.gate import Gate
from bot.signin.pages import SignInPages
from bot.turns import Turns
from cards.words.english import English
from dialogs.desk import Desk
from graph.tenants import Tenants
from ledger import audit
from ledger.engine import open_ledger
from ledger.safe import Rotation, TokenSafe
from ledger.seals import Seals
from ledger.shelf import LedgerShelf
from licensing.catalog import Catalog
from licensing.errors import UnassignError
from runs.runner import Runner
from settings import Proof, Settings, SettingsError, read_settings
from wiring import client_credential, public_url, sign_in_links, teams_js, who_acts

HERE = Path(__file__).parent

#: The most that one activity may hold: a pasted list of 10,000 people with room to spare.
MOST_BYTES = 4 * 1024 * 1024


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Tell the time, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class RandomIds:
    """Ids and tokens of the operating system's random source."""

    def new(self) -> str:
        """Make an id."""
        return uuid.uuid4().hex

    def token(self) -> str:
        """Make a token that can't be guessed: 128 bits."""
        return secrets.token_urlsafe(16)


async def application(
    settings: Settings, clock: SystemClock | None = None, limits: Limits | None = None
) -> web.Application:
    """Put the bot together; it starts working when the application is served."""
    stack = AsyncExitStack()
    clock, ids = clock or SystemClock(), RandomIds()
    addresses = settings.addresses
    session = await stack.enter_async_context(aiohttp.ClientSession())
    ledger = await open_ledger(settings.database_url)
    stack.push_async_callback(ledger.close)
    catalog = Catalog.parse((HERE / "licensing" / "products.json").read_text(encoding="utf-8"))
    acts = await who_acts(settings, ledger, clock, stack)
    root = f"{addresses.graph_root}/v1.0"
    tenants = Tenants(root, acts.tokens, catalog.name, clock, acting=acts.acting)
    stack.push_async_callback(tenants.close)
    links = SignedLinks(public_url(settings), _link_key(settings), clock)
    desk = Desk(
        tenants,
        LedgerShelf(ledger),
        links,
        ids,
        clock,
        bool(settings.rehearsal_url),
        addresses,
        acts.desk,
    )
    hosts = ServiceHosts(addresses.service_hosts, loopback=bool(settings.rehearsal_url))
    connector = Connector(session, _credentials(settings), hosts, Lanes(time.monotonic))
    delivery = Delivery(ledger, connector, clock)
    progress = Progress(ledger, desk, clock, post=delivery.call)
    gate = (
        Gate(acts.desk, ledger, clock, sign_in_links(settings), delivery.call)
        if acts.desk
        else None
    )
    runner = Runner(
        ledger,
        tenants.acting_as,
        clock,
        changed=progress.changed,
        paused=gate.ask_for_run if gate else None,
    )
    turns = Turns(
        desk,
        ledger,
        clock,
        post=delivery.call,
        carry_out=runner.wake,
        gate=gate,
        signed_in=runner.signed_in,
        acting=acts.acting,
    )
    keys = SigningKeys(session, metadata_url=addresses.openid_metadata)
    stack.push_async_callback(keys.close)
    policy = ChannelPolicy(
        tenants=frozenset(settings.tenants),
        hosts=hosts,
        app_id=settings.app_id,
        rehearsal=bool(settings.rehearsal_url),
        issuer=addresses.token_issuer,
    )
    limits = Limits(time.monotonic) if limits is None else limits
    limited = Limited(turns.handle, limits, ledger, clock, delivery.call)
    edge = Edge(
        limited.handle,
        Authentication(policy, keys),
        connector,
        new_id=new_correlation,
        max_bytes=MOST_BYTES,
        apology=English().our_fault,
    )
    checks = {"ledger": ledger.ready, **({"signing keys": keys.ready} if settings.app_id else {})}
    app = create_app(edge, checks)
    add_downloads(app, links, ledger)
    if acts.desk:
        SignInPages(acts.desk, English(addresses), teams_js(settings)).add_to(app)

    async def begin(_: web.Application) -> None:
        delivery.start()
        progress.start()
        await runner.start()
        await turns.catch_up()

    async def end(_: web.Application) -> None:
        await turns.close()
        await runner.stop()
        await progress.stop()
        await delivery.stop()
        await stack.aclose()

    app.on_startup.append(begin)
    app.on_cleanup.append(end)
    return app


def _credentials(settings: Settings) -> Credentials:
    """The bot's own token, for the connector API."""
    if not settings.app_id:
        return NoCredentials()
    addresses = settings.addresses
    if settings.proof is Proof.MANAGED_IDENTITY:
        itself = ManagedIdentity(addresses.channel_service, settings.identity)
        return SharedToken(itself, time.monotonic)
    credential = client_credential(settings)
    http = patient_session(settings.rehearsal_url)
    app = AppToken(
        settings.app_id, credential, settings.tenants[0], addresses=addresses, http_client=http
    )
    return SharedToken(app, time.monotonic)


def _link_key(settings: Settings) -> str:
    return settings.link_key.get_secret_value() or secrets.token_urlsafe(32)


def serve() -> int:
    """Serve the bot until it is stopped; 2 when a setting is missing or wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        print(f"Unassign does not start. {error}", file=sys.stderr)
        return 2
    set_up_logs()
    if closed := settings.addresses.closed:
        print(
            f"The {settings.cloud} cloud was closed on {closed}; forced to start.", file=sys.stderr
        )
    try:
        web.run_app(
            application(settings),
            host=settings.host,
            port=settings.port,
            print=None,
            access_log=None,
            shutdown_timeout=10,
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"Unassign does not start. Port {settings.port} is taken.", file=sys.stderr)
        return 2
    return 0


def rotate_keys() -> int:
    """Encrypt all stored tokens with the first key, while the bot is stopped; 2 if it can't be."""
    try:
        settings = read_settings()
        rotation = asyncio.run(_rotated(settings))
    except (SettingsError, UnassignError) as error:
        print(f"No key was changed. {error}", file=sys.stderr)
        return 2
    print(f"{rotation.renewed} renewed, {rotation.dropped} dropped that no key could read.")
    return 0


async def _rotated(settings: Settings) -> Rotation:
    seals = Seals(settings.keys)
    ledger = await open_ledger(settings.database_url)
    try:
        return await TokenSafe(ledger, seals, SystemClock()).rotate()
    finally:
        await ledger.close()


def journal(what: str) -> int:
    """Prove or print the journal, while the bot runs or not; 1 when it is broken, 2 if unread."""
    try:
        url = read_settings().database_url
        return asyncio.run(_exported(url) if what == "export" else _verified(url))
    except (SettingsError, UnassignError) as error:
        print(f"The journal can't be read. {error}", file=sys.stderr)
        return 2


async def _verified(url: str) -> int:
    findings = await audit.verify(url)
    for finding in findings:
        print(finding)
    if not findings:
        print("The journal is empty.")
    return int(any(finding.broken for finding in findings))


async def _exported(url: str) -> int:
    try:
        async for line in audit.export(url):
            print(line)
    except (ValueError, TypeError):
        print("An entry is damaged; journal verify says which one.", file=sys.stderr)
        return 1
    return 0


def rehearse(options: argparse.Namespace) -> int:
    """Serve the bot with a rehearsal tenant until interrupted."""
    from sandbox import personas, rehearsal, server
    from sandbox.entra.registration import SECRET
    from sandbox.generate import generate

    page = f"http://127.0.0.1:{options.page_port}"
    bot_url = f"http://127.0.0.1:{options.port}"
    app_id = "" if options.unsigned else personas.BOT_ID.removeprefix("28:")
    registered = {
        "UNASSIGN_APP_ID": app_id,
        "UNASSIGN_APP_PASSWORD": SECRET if app_id else "",
        "UNASSIGN_TOKEN_KEYS": Fernet.generate_key().decode() if app_id else "",
        "UNASSIGN_SIGN_IN": "",
    }
    bot = rehearsal.Bot(
        command=(sys.executable, str(HERE / "app.py")),
        environment={
            "UNASSIGN_PORT": str(options.port),
            "UNASSIGN_REHEARSAL_URL": page,
            "UNASSIGN_TENANT_ID": personas.TENANT,
            "UNASSIGN_DATABASE_URL": f"sqlite+aiosqlite:///{options.folder}/ledger.db",
            **registered,
        },
        url=bot_url,
    )
    # A rehearsal begins with nobody's drafts, as its tenant begins with everybody's licenses.
    for left in options.folder.glob("ledger.db*"):
        left.unlink()
    sandbox = server.create_app(
        generate(options.people, options.seed), bot_url=bot_url, public_url=page, app_id=app_id
    )
    try:
        return asyncio.run(
            rehearsal.rehearse(sandbox, host="127.0.0.1", port=options.page_port, bot=bot)
        )
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Unassign, a license bot for Microsoft Teams")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("rotate-keys", help="encrypt all stored tokens with the first key")
    commands.add_parser("serve", help="serve the bot, as the settings say (the default)")
    practice = commands.add_parser("rehearse", help="serve the bot with a rehearsal tenant")
    practice.add_argument("--people", type=int, default=2_000, help="size of the organisation")
    practice.add_argument("--seed", type=int, default=1, help="another seed, other people")
    practice.add_argument("--port", type=int, default=int(os.environ.get("PORT", "3978")))
    practice.add_argument("--page-port", type=int, default=int(os.environ.get("PAGE_PORT", "3979")))
    practice.add_argument("--folder", type=Path, default=HERE / ".rehearsal", help="the ledger's")
    practice.add_argument(
        "--unsigned",
        "--playground",
        action="store_true",
        help="sign nothing and let nobody sign in, for Microsoft's Agents Playground",
    )
    look = commands.add_parser("journal", help="prove the journal, or print it as JSON lines")
    look.add_argument("what", choices=("verify", "export"))
    options = parser.parse_args()
    match options.command:
        case "rehearse":
            return rehearse(options)
        case "journal":
            return journal(options.what)
        case "rotate-keys":
            return rotate_keys()
        case _:
            return serve()


if __name__ == "__main__":
    sys.exit(main())
