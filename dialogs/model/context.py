"""What a step sees: who acts, the tenant as that person sees it, texts in their language."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from cards.words.languages import Languages
from cards.words.texts import Texts
from dialogs.model.effects import ControlRun
from dialogs.model.events import Who
from dialogs.model.ports import (
    Accounts,
    Directory,
    FindingSearch,
    Ids,
    Links,
    Lookups,
    Member,
    NoFindings,
    NoLookups,
    Queries,
    RequestQueries,
)
from licensing.losses.rules import ARCHIVE_DAY, Terms
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.policy.model import Policy
from licensing.reminders.calendar import GracePeriod
from licensing.reminders.schedule import AffectedNotice
from licensing.reminders.upcoming import Forecast
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.model import Request
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud
from licensing.tenant.person_language import PersonLanguage
from licensing.tenant.prices import Prices
from licensing.tenant.products import Product
from licensing.tenant.roles import ActingMode
from licensing.tenant.time_zones import zone_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DialogSettings:
    """What the operator configured; the same for everyone."""

    #: What the policy says about removals, approvals and undo.
    policy: Policy = field(default_factory=Policy)
    #: In whose name the tenant is called.
    acting: ActingMode = ActingMode.PERSON
    #: Whether cards say that nothing is real.
    rehearsal: bool = False
    #: Where the tenant is, and what differs there.
    cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]
    #: Whether Exchange Online delays the deletion of mailboxes in this tenant.
    mailbox_delay: bool = False
    #: Days after which a OneDrive without a license is archived.
    onedrive_archive_day: int = ARCHIVE_DAY
    #: What licenses cost, as far as the operator entered it.
    prices: Prices = field(default_factory=Prices)
    #: Whether people who lost something are notified themselves, and their managers.
    notifications: AffectedNotice = AffectedNotice.OFF
    #: Whether the people affected by a request are asked first if they still need their licenses.
    asks_people: bool = False


@dataclass(slots=True)
class Pending:
    """What this reply decided and the ledger does not have yet; cards show it as if stored."""

    plan: Plan | None = None
    request: Request | None = None
    #: Everyone who is consulted about a request, by its id.
    consultations: dict[str, tuple[Consultation, ...]] = field(default_factory=dict)
    #: What was looked up about people who lost something, by run.
    grace_periods: Mapping[str, tuple[GracePeriod, ...]] = field(default_factory=dict)
    #: Whether a run starts.
    starts_run: bool = False
    control: ControlRun | None = None
    #: The id of the flow that this reply closes, which can't be resumed.
    closed_flow: str | None = None


@dataclass(slots=True)
class Context:
    """Everything that a step may use to compute one reply."""

    who: Who
    settings: DialogSettings
    directory: Directory
    queries: Queries
    requests: RequestQueries
    links: Links
    ids: Ids
    languages: Languages
    #: In the language of those who read the reply.
    texts: Texts
    now: datetime
    #: Where people sign out; None where no one signs in.
    accounts: Accounts | None = None
    lookups: Lookups = field(default_factory=NoLookups)
    findings: FindingSearch = field(default_factory=NoFindings)
    pending: Pending = field(default_factory=Pending)
    _products: dict[str, Product] | None = field(default=None, init=False)
    #: What was asked before in this answer.
    _asked: dict[tuple[str, str], Any] = field(default_factory=dict, init=False)

    def reading(self, texts: Texts) -> "Context":
        """The same context for other readers."""
        other = copy(self)
        other.texts = texts
        return other

    @property
    def for_viewer(self) -> "Context":
        """The context for what only the person who acts sees, wherever they are."""
        who = self.who.language
        return self.reading(self.languages.texts_read_by(who))

    @property
    def for_channel(self) -> "Context":
        """The context for what several people read."""
        return self.reading(self.languages.in_channels)

    async def for_reader(self, person: str, conversation: str) -> "Context":
        """The context for what this person reads in this conversation later."""
        tenant = self.who.tenant
        found = await self.queries.language_in(tenant, person, conversation)
        if found is None:
            return self.for_channel
        return self.reading(self.languages.texts_read_by(found))

    async def for_readers(self, people: Sequence[str]) -> Mapping[str, "Context"]:
        """The context for what each of these people reads in their personal chat, by person."""
        known = await self.queries.languages_of(self.who.tenant, people)
        languages = {one: known.get(one, PersonLanguage()) for one in people}
        return {
            one: self.reading(self.languages.texts_read_by(language))
            for one, language in languages.items()
        }

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
        settings = self.settings
        rule = settings.cloud.onedrive_rule
        return Terms(rule, settings.mailbox_delay, settings.onedrive_archive_day)

    async def products(self) -> dict[str, Product]:
        """The tenant's products by id, read once for each answer."""
        if self._products is None:
            self._products = {p.id: p for p in await self.directory.products()}
        return self._products

    async def once(self, what: str, id: str, ask: Callable[[], Awaitable[T]]) -> T:  # noqa: A002
        """Ask something about someone or something, once in this answer."""
        key = (what, id)
        if key not in self._asked:
            self._asked[key] = await ask()
        found: T = self._asked[key]
        return found

    async def plan(self, id: str) -> Plan:  # noqa: A002
        """The head of a plan, stored or fresh."""
        if self.pending.plan and self.pending.plan.id == id:
            return self.pending.plan
        return await self.once("plan", id, lambda: self.queries.plan(id))

    async def members(self, conversation: str) -> Sequence[Member]:
        """Who is in a channel, as far as is known."""
        return await self.once("members", conversation, lambda: self.requests.members(conversation))

    async def delegations_to_me(self) -> Sequence[Delegation]:
        """Delegations to the person who acts that are active now."""
        tenant, person = self.who.tenant, self.who.person
        return await self.once(
            "delegations", person, lambda: self.requests.delegated_to(tenant, person, self.now)
        )

    async def request(self, id: str) -> Request:  # noqa: A002
        """A request, stored or fresh."""
        fresh = self.pending.request
        return fresh if fresh and fresh.id == id else await self.requests.get(id)

    async def forecasts(self, owner: str | None) -> tuple[Forecast, ...]:
        """What is ahead in the tenant, by calendars of one owner or of all."""
        return tuple(map(self._fresh, await self.queries.forecasts(self.who.tenant, owner)))

    def _fresh(self, forecast: Forecast) -> Forecast:
        """With what was looked up in this reply; more may have been written down since."""
        looked = {
            one.position: one for one in self.pending.grace_periods.get(forecast.calendar.run, ())
        }
        return replace(
            forecast, people=tuple(looked.get(one.position, one) for one in forecast.people)
        )

    async def plan_people(self, id: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:  # noqa: A002
        """A page of a plan, stored or fresh."""
        if self.pending.plan and self.pending.plan.id == id:
            return self.pending.plan.people[offset : offset + limit]
        return await self.queries.plan_people(id, offset, limit)
