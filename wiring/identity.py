"""The identity of calls to Graph, and how people sign in."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.auth.credentials import ManagedIdentity
from bot.errors import NoToken
from bot.sign_in.oauth_card import SignInLinks
from graph.client.tokens import RehearsalTokens, TokenSource
from graph.sign_in.app_only import AppTokens
from graph.sign_in.delegated import DelegatedTokens
from graph.sign_in.entra import Entra, Grant, Registration
from graph.sign_in.http import EntraHttp
from graph.sign_in.service import SignInService
from ledger import Ledger
from ledger.sign_in.encryption import Encryption
from ledger.sign_in.sign_in_requests import SignInRequests
from ledger.sign_in.token_store import TokenStore
from licensing.clock import Clock
from licensing.errors import Answer, TenantUnavailable
from licensing.tenant.roles import ActingMode
from observability.watch import Watch, unwatched
from settings import AppCredential, Settings, SignIn
from wiring.credentials import client_credential

#: Path of the rehearsal page's stand-in for Microsoft's library.
_TEAMS_JS = "/page/vendor/teams-js-stand-in.js"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who acts, and the service that signs people in; None where no one has to."""

    acting: ActingMode
    tokens: TokenSource
    #: The app's own tokens, for what is read in the background.
    app_tokens: TokenSource
    sign_in: SignInService | None = None


async def identity(
    settings: Settings,
    ledger: Ledger,
    clock: Clock,
    stack: AsyncExitStack,
    watch: Watch = unwatched,
) -> Identity:
    """Make it as the settings say; `stack` closes it."""
    if settings.signs_in is SignIn.REHEARSAL:
        tokens = RehearsalTokens(f"{settings.rehearsal_url}/entra", clock)
        stack.push_async_callback(tokens.close)
        return Identity(ActingMode.PERSON, tokens, tokens)
    if settings.app_credential is AppCredential.MANAGED_IDENTITY:
        identity = AppTokens(as_identity(settings), clock)
        return Identity(ActingMode.APP, identity, identity)
    registered = entra(settings, stack, watch)
    app = AppTokens(registered.as_app, clock)
    if settings.signs_in is SignIn.APP:
        return Identity(ActingMode.APP, app, app)
    encryption = Encryption(settings.keys)
    token_store = TokenStore(ledger, encryption, clock)
    delegated = DelegatedTokens(registered, token_store, clock)
    stack.push_async_callback(delegated.close)
    requests = SignInRequests(ledger, encryption, clock)
    back_to = sign_in_links(settings).back_to
    sign_in = SignInService(
        registered, token_store, requests, delegated, back_to, lambda: secrets.token_urlsafe(24)
    )
    return Identity(ActingMode.PERSON, delegated, app, sign_in)


def sign_in_links(settings: Settings) -> SignInLinks:
    """What the cards of a sign-in lead to."""
    return SignInLinks(settings.app_id, public_url(settings))


def teams_js(settings: Settings) -> str:
    """Where the page of the window finds Microsoft's library; empty for Microsoft's own place."""
    return f"{settings.rehearsal_url.rstrip('/')}{_TEAMS_JS}" if settings.rehearsal_url else ""


def public_url(settings: Settings) -> str:
    """Where a browser reaches the bot."""
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")


def entra(settings: Settings, stack: AsyncExitStack, watch: Watch = unwatched) -> Entra:
    """Entra, for the app of these settings; `stack` closes it."""
    addresses = settings.addresses
    rehearsal = f"{settings.rehearsal_url.rstrip('/')}/entra" if settings.rehearsal_url else ""
    http = EntraHttp(rehearsal, watch=watch)
    stack.callback(http.shut)
    registration = Registration(
        settings.app_id,
        client_credential(settings),
        addresses.login_authority,
        addresses.graph_root,
    )
    asked = Entra(registration, http)
    stack.callback(asked.close)
    return asked


def as_identity(settings: Settings) -> Callable[[str], Awaitable[Grant]]:
    """Ask for tokens of the app where it is a managed identity itself."""
    identity = ManagedIdentity(settings.addresses.graph_root, settings.identity)

    async def ask(_tenant: str) -> Grant:
        try:
            issued = await asyncio.to_thread(identity)
        except NoToken as error:
            raise TenantUnavailable(Answer(code=error.code)) from error
        return Grant(issued.token, issued.seconds)

    return ask
