"""What a step sees: who acts, the tenant as that person sees it, texts in their language."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from cards.kit.notices import Notice
from cards.words.texts import Texts
from dialogs.model.events import Who
from dialogs.model.ports import (
    Accounts,
    Directory,
    Ids,
    Links,
    Lookups,
    Member,
    NoLookups,
    Queries,
    RequestQueries,
)
from dialogs.model.request_update import RequestUpdate
from dialogs.model.results import Offer, Order
from licensing.losses.rules import Terms
from licensing.plans.draft import Draft
from licensing.plans.plan import Plan, PlannedPerson
from licensing.policy.model import Policy
from licensing.policy.verdicts import Why as PolicyWhy
from licensing.reminders.calendar import GracePeriod
from licensing.reminders.schedule import Telling
from licensing.reminders.upcoming import Outlook
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.model import Request
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud
from licensing.tenant.prices import Prices
from licensing.tenant.products import Product
from licensing.tenant.roles import Acting, Why
from licensing.tenant.time_zones import zone_of

T = TypeVar("T")


@dataclass(slots=True)
class Context:
    """All that a step may use while it answers once."""

    who: Who
    directory: Directory
    queries: Queries
    links: Links
    ids: Ids
    texts: Texts
    now: datetime
    #: Requests for approval, and what the policy says about them.
    requests: RequestQueries
    policy: Policy
    rehearsal: bool = False
    #: Where the tenant is, and what differs there.
    cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]
    #: In whose name the tenant is called.
    acting: Acting = Acting.PERSON
    #: Where people sign out; None where nobody signs in.
    accounts: Accounts | None = None
    lookups: Lookups = field(default_factory=NoLookups)
    #: What Exchange Online does first, as an admin said it.
    mailbox_delay: bool = False
    #: What licenses cost, as far as an admin said it.
    prices: Prices = field(default_factory=Prices)
    #: Whether those who lost something are told themselves.
    telling: Telling = Telling.OFF
    #: Whether those are asked first from whom a request would take something.
    asks_people: bool = False
    #: A plan that was made in this very answer and is not stored yet.
    fresh: Plan | None = None
    #: A request as it will be stored with this very answer.
    fresh_request: Request | None = None
    #: Everybody who is asked for a request, by its id, as it will be stored with this very answer.
    fresh_inquiries: dict[str, tuple[Consultation, ...]] = field(default_factory=dict)
    #: Whether this very answer starts a run that the ledger does not hold yet.
    starting: bool = False
    #: What this very answer looked up and is not stored yet, by run.
    looked: Mapping[str, tuple[GracePeriod, ...]] = field(default_factory=dict)
    #: The walk that this very answer closes, by id: it can't be gone on with.
    closing: str | None = None
    #: What this very answer asks of a run, before the ledger knows.
    order: Order | None = None
    _products: dict[str, Product] | None = field(default=None, init=False)
    #: What was asked before in this answer.
    _asked: dict[tuple[str, str], Any] = field(default_factory=dict, init=False)

    @property
    def today(self) -> date:
        """The date where the person is."""
        return self.today_in(self.who.timezone)

    def today_in(self, zone: str) -> date:
        """The date in a time zone, by its IANA name."""
        return self.now.astimezone(zone_of(zone)).date()

    def local(self, moment: datetime) -> datetime:
        """A moment as the clock shows it where the person is."""
        return moment.astimezone(zone_of(self.who.timezone))

    @property
    def terms(self) -> Terms:
        """The rules that hold in the tenant."""
        return Terms(self.cloud.onedrive_rule, self.mailbox_delay)

    @property
    def files(self) -> bool:
        """Whether a table can be sent as a file here: in personal chats, not in every cloud."""
        return self.cloud.files and self.who.personal

    async def products(self) -> dict[str, Product]:
        """The tenant's products by id, read once for each answer."""
        if self._products is None:
            self._products = {p.id: p for p in await self.directory.products()}
        return self._products

    async def once(self, what: str, id: str, ask: Callable[[], Awaitable[T]]) -> T:  # noqa: A002
        """Ask something about somebody or something, once in this answer."""
        key = (what, id)
        if key not in self._asked:
            self._asked[key] = await ask()
        found: T = self._asked[key]
        return found

    async def plan(self, id: str) -> Plan:  # noqa: A002
        """The head of a plan, stored or fresh."""
        if self.fresh and self.fresh.id == id:
            return self.fresh
        return await self.once("plan", id, lambda: self.queries.plan(id))

    async def members(self, conversation: str) -> Sequence[Member]:
        """Who is in a channel, as far as is known."""
        return await self.once("members", conversation, lambda: self.requests.members(conversation))

    async def lent_to_me(self) -> Sequence[Delegation]:
        """Rights that others lent to whoever acts, and that hold now."""
        tenant, person = self.who.tenant, self.who.person
        return await self.once(
            "lent", person, lambda: self.requests.lent_to(tenant, person, self.now)
        )

    async def request(self, id: str) -> Request:  # noqa: A002
        """A request, stored or fresh."""
        fresh = self.fresh_request
        return fresh if fresh and fresh.id == id else await self.requests.get(id)

    async def outlooks(self, owner: str | None) -> tuple[Outlook, ...]:
        """What is ahead in the tenant, by calendars of one owner or of all."""
        return tuple(map(self._fresh, await self.queries.outlooks(self.who.tenant, owner)))

    def _fresh(self, outlook: Outlook) -> Outlook:
        """With what was looked up in this very answer; more may have been written down since."""
        looked = {one.position: one for one in self.looked.get(outlook.calendar.run, ())}
        return replace(
            outlook, people=tuple(looked.get(one.position, one) for one in outlook.people)
        )

    async def plan_people(self, id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:  # noqa: A002
        """A page of a plan, stored or fresh."""
        if self.fresh and self.fresh.id == id:
            return self.fresh.people[offset : offset + limit]
        return await self.queries.plan_people(id, offset, limit)


@dataclass(frozen=True, slots=True)
class Transition:
    """What a step decided: the next state, what to say about it, and what to set going."""

    draft: Draft
    notice: Notice | None = None
    #: A plan to store with the draft.
    plan: Plan | None = None
    #: Whether the draft's plan is to be run now.
    start: bool = False
    #: A run to pause, resume or stop now.
    order: Order | None = None
    #: A table to offer as a file.
    offer: Offer | None = None
    #: Whether `draft` goes on in a new card below, while the pressed one stays as it is.
    beside: bool = False
    #: What was looked up of people who lost something, by run, to be stored.
    looked: Mapping[str, tuple[GracePeriod, ...]] = field(default_factory=dict)
    #: What becomes of requests with it.
    updates: tuple[RequestUpdate, ...] = ()
    #: Other walks that go on here; their cards say so.
    closing: tuple[Draft, ...] = ()

    @property
    def refused(self) -> Why | PolicyWhy | None:
        """Why the person may not do what they wanted; None when nothing was refused."""
        return self.notice.refused if self.notice else None
