"""Everything that Entra knows, and the rules that hold for every token of a person."""

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
    """How long things are good; and for how long Entra thinks before it answers."""

    access: timedelta = LIFETIME
    refresh: timedelta = timedelta(days=90)
    code: timedelta = timedelta(minutes=10)
    #: The Teams client's token of a person for the app.
    silent: timedelta = timedelta(hours=1)
    delay: timedelta = timedelta(0)


@dataclass(slots=True)
class Directory:
    """Entra's whole state. Without a registration, no app can sign anybody in."""

    tenant: Tenant
    callers: Callers
    #: Where Entra is reached, without the tenant.
    address: str
    registration: Registration | None = None
    keys: KeyRing = field(default_factory=KeyRing)
    account_states: AccountStates = field(default_factory=AccountStates)
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    #: What the app may do in its own name; None for everything.
    app_may: frozenset[str] | None = None
    codes: AuthorizationCodes = field(init=False)
    refreshes: RefreshTokens = field(init=False)

    def __post_init__(self) -> None:
        self.codes = AuthorizationCodes(self.tenant.now)
        self.refreshes = RefreshTokens(self.tenant.now)

    @property
    def home(self) -> str:
        """The address of the tenant."""
        return f"{self.address}/{self.tenant.organization.tenant}"

    @property
    def issuer(self) -> str:
        """Who signs the tokens."""
        return f"{self.home}/v2.0"

    @property
    def app(self) -> Registration:
        """The bot's registration; raises EntraRefusal where there is none."""
        if self.registration is None:
            raise refusals.no_such_app("")
        return self.registration

    def reset(self) -> None:
        """Consent, factors and times as they were at the start. Tokens stay good."""
        self.account_states.reset()
        self.lifetimes = Lifetimes()
        self.app_may = None

    def check_tenant(self, asked: str) -> None:
        """Raises EntraRefusal for a tenant that is not here."""
        organization = self.tenant.organization
        if asked.lower() not in {organization.tenant, organization.domain}:
            raise refusals.no_such_tenant(asked)

    def account(self, person: str) -> Account:
        """Somebody who may sign in; raises EntraRefusal."""
        try:
            account = self.tenant.person(person)
        except Refusal:
            raise refusals.bad_assertion() from None
        if not account.enabled:
            raise refusals.disabled()
        return account

    def new_sign_in(self, person: str) -> SignIn:
        """Somebody signed in just now."""
        state = self.account_states.of(person)
        return SignIn(person, state.session, state.factor_shown)

    def granted(self, sign_in: SignIn, asked: Asked) -> frozenset[str]:
        """What a token may be used for; raises EntraRefusal when there can be none."""
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
        """The permissions behind a question; `.default` is what the registration lists."""
        return self.app.permissions if asked.all else asked.names

    async def delay(self) -> None:
        """Take the time that was ordered."""
        seconds = self.lifetimes.delay.total_seconds()
        if seconds:
            await asyncio.sleep(seconds)


DIRECTORY: web.AppKey[Directory] = web.AppKey("directory", Directory)
