"""Mounts the stand-in for Teams in a web app."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime

import aiohttp
from aiohttp import web
from yarl import URL

from sandbox.organization.products import CATALOG
from sandbox.teams import pages
from sandbox.teams.bot_membership import BotMembership
from sandbox.teams.card_refresh import CardRefresher
from sandbox.teams.chat_service import ChatService
from sandbox.teams.chats import Chats
from sandbox.teams.client import INVOKE_TIMEOUT, Authorization, Client, Sso, no_token, unsigned
from sandbox.teams.connector import Admits, Connector, admit_everyone
from sandbox.teams.controls import Controls
from sandbox.teams.faults import Faults
from sandbox.teams.feed import Feeds
from sandbox.teams.silent_sign_in import SilentSignIn

CHATS = web.AppKey("chats", Chats)
SESSION = web.AppKey("teams_session", aiohttp.ClientSession)


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


def setup(
    app: web.Application,
    *,
    bot_url: str,
    public_url: str,
    authorization: Authorization = unsigned,
    clock: Callable[[], datetime] = now,
    invoke_timeout: float = INVOKE_TIMEOUT,
    products: Mapping[str, str] | None = None,
    sso: Sso = no_token,
    admits: Admits = admit_everyone,
) -> None:
    """Mount page, client and connector.

    `bot_url` is the bot's address, with or without the path for activities; `public_url` is this
    app's address for the bot, without a trailing slash. `authorization` signs activities;
    `invoke_timeout` is in seconds; `products` maps product ids to names (default: the catalog).
    `sso` returns a person's client token for the app; `admits` decides by the Authorization
    header who may use the connector.
    """
    chats, faults = Chats(clock), Faults()
    feeds = Feeds(chats)
    client = Client(
        chats=chats,
        bot_url=_endpoint(bot_url),
        service_url=f"{public_url}/teams",
        session=lambda: app[SESSION],
        clock=clock,
        authorization=authorization,
        sso=sso,
        invoke_timeout=invoke_timeout,
    )
    silently = SilentSignIn(chats, client)
    refreshing = CardRefresher(chats, client)
    client.opened = refreshing.opened
    app[CHATS] = chats
    app.add_routes(Connector(chats, faults, admits).routes())
    app.add_routes(silently.routes())
    app.add_routes(ChatService(chats, client, feeds, products or _names()).routes())
    app.add_routes(Controls(chats, faults, refreshing.reset).routes())
    app.add_routes(BotMembership(chats, client).routes())
    app.add_routes(pages.routes())
    app.cleanup_ctx.append(_session)
    app.on_shutdown.append(feeds.close)
    app.on_shutdown.append(silently.close)
    app.on_shutdown.append(refreshing.close)


def _endpoint(bot_url: str) -> str:
    url = URL(bot_url)
    return str(url.with_path("/api/messages") if url.path == "/" else url)


def _names() -> dict[str, str]:
    return {product.id: product.name for product in CATALOG.values()}


async def _session(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        app[SESSION] = session
        yield
