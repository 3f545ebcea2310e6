"""Entra's state and the rules for issuing a person's tokens."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

from sandbox.entra import refusals
from sandbox.entra.account_states import AccountStates
from sandbox.entra.callers import LIFETIME, Callers
from sandbox.entra.keys import KeyRing
from sandbox.entra.registration import Registration
from sandbox.entra.scopes import Asked
from sandbox.entra.sign_ins import AuthorizationCodes, RefreshTokens, SignIn
from sandbox.organization.organization import Account
from sandbox.refusal import Refusal
from sandbox.tenant import Tenant


@dataclass(slots=True)
class Lifetimes:
    """Lifetimes of tokens and codes, and the delay before each answer."""

    access: timedelta = LIFETIME
    refresh: timedelta = timedelta(days=90)
    code: timedelta = timedelta(minutes=10)
    #: The Teams client's token for the app.
    silent: timedelta = timedelta(hours=1)
    delay: timedelta = timedelta(0)


@dataclass(slots=True)
class Directory:
    """Entra's state. Without a registration, no app can sign anyone in."""

    tenant: Tenant
    callers: Callers
    #: Entra's address, without the tenant.
    address: str
    registration: Registration | None = None
    keys: KeyRing = field(default_factory=KeyRing)
    account_states: AccountStates = field(default_factory=AccountStates)
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    #: The app's own permissions; None for all.
    app_may: frozenset[str] | None = None
    #: Whether `auth_time` is returned if a client requests it in the claims parameter.
    tells_when: bool = True
    codes: AuthorizationCodes = field(init=False)
    refreshes: RefreshTokens = field(init=False)

    def __post_init__(self) -> None:
        self.codes = AuthorizationCodes(self.tenant.now)
        self.refreshes = RefreshTokens(self.tenant.now)

    @property
    def home(self) -> str:
        """Return the tenant's address."""
        return f"{self.address}/{self.tenant.organization.tenant}"

    @property
    def issuer(self) -> str:
        """Return the issuer of the tokens."""
        return f"{self.home}/v2.0"

    @property
    def app(self) -> Registration:
        """Return the bot's registration; raises EntraRefusal if there is none."""
        if self.registration is None:
            raise refusals.no_such_app("")
        return self.registration

    def reset(self) -> None:
        """Restore consent, factors and lifetimes. Tokens remain valid."""
        self.account_states.reset()
        self.lifetimes = Lifetimes()
        self.app_may = None
        self.tells_when = True

    def check_tenant(self, asked: str) -> None:
        """Raise EntraRefusal for another tenant."""
        organization = self.tenant.organization
        if asked.lower() not in {organization.tenant, organization.domain}:
            raise refusals.no_such_tenant(asked)

    def account(self, person: str) -> Account:
        """Return the account of a person who can sign in; raises EntraRefusal."""
        try:
            account = self.tenant.person(person)
        except Refusal:
            raise refusals.bad_assertion() from None
        if not account.enabled:
            raise refusals.disabled()
        return account

    def new_sign_in(self, person: str) -> SignIn:
        """Return a sign-in in the person's current session."""
        state = self.account_states.of(person)
        return SignIn(person, state.session, state.factor_shown)

    def granted(self, sign_in: SignIn, asked: Asked) -> frozenset[str]:
        """Return a token's permissions; raises EntraRefusal if none can be issued."""
        self.account(sign_in.person)
        state = self.account_states.of(sign_in.person)
        if sign_in.session != state.session:
            raise refusals.revoked()
        if state.factor_asked and not sign_in.factor:
            raise refusals.factor_needed()
        names = self.wanted(asked)
        if asked.all and state.consented:
            names &= state.consented
        elif not state.allows(names):
            raise refusals.consent_needed(self.app.app_id)
        return names

    def wanted(self, asked: Asked) -> frozenset[str]:
        """Return the requested permissions; `.default` means those of the registration."""
        return self.app.permissions if asked.all else asked.names

    async def delay(self) -> None:
        """Wait for the configured delay."""
        seconds = self.lifetimes.delay.total_seconds()
        if seconds:
            await asyncio.sleep(seconds)


DIRECTORY: web.AppKey[Directory] = web.AppKey("directory", Directory)
