"""What the dialogs ask of the rest of the product."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from licensing.findings.scan import Scan
from licensing.findings.unused import UnusedKind
from licensing.journal import Entry
from licensing.losses.lookup_results import Mailboxes
from licensing.losses.services import Data
from licensing.plans.draft import Draft
from licensing.plans.people_filter import PeopleFilter
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.plans.receipt_search import ReceiptSearch
from licensing.reminders.upcoming import Forecast
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request
from licensing.runs.outcome import PersonOutcome, RunProgress
from licensing.runs.outcome_filter import OutcomeFilter
from licensing.runs.receipt import Receipt
from licensing.runs.undo import RemovedLicenses
from licensing.tenant.cases import CaseView
from licensing.tenant.groups import GroupFacts
from licensing.tenant.people import Person, PersonRef
from licensing.tenant.person_language import PersonLanguage
from licensing.tenant.products import Product
from licensing.tenant.subscriptions import Subscriptions


class Org(Protocol):
    """The org around people, read from the tenant now. May raise `TenantError`."""

    async def groups_among(self, person: str, groups: Collection[str]) -> frozenset[str]:
        """Those of the given groups that a person is in."""

    async def roles_of(self, person: str) -> frozenset[str]:
        """Template ids of the active directory roles of a person."""

    async def manager_of(self, person: str) -> PersonRef | None:
        """The manager of a person."""

    async def reports_of(self, person: str) -> frozenset[str]:
        """Object ids of a person's direct reports."""

    async def members_of(self, group: str) -> tuple[PersonRef, ...]:
        """Everyone in a group."""

    async def holders_of(self, role: str) -> tuple[PersonRef, ...]:
        """Everyone who has a directory role active, by its template id."""


class Directory(Protocol):
    """The tenant, as one person may see it. Everything may raise `TenantError`."""

    async def products(self) -> tuple[Product, ...]:
        """All products that the tenant owns."""

    async def search_people(
        self, text: str, *, holding: Collection[str] = (), limit: int = 15
    ) -> tuple[Person, ...]:
        """People whose name or address begins so, perhaps only holders of certain products."""

    async def holders(self, products: Collection[str]) -> tuple[Person, ...]:
        """Everyone who holds at least one of these products, by name."""

    async def find_people(self, entries: Sequence[str]) -> Mapping[str, tuple[Person, ...]]:
        """For each address or name: everyone it could mean."""

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        """People by id; deleted people is left out."""

    async def subscriptions(self) -> Subscriptions:
        """What the tenant bought; says itself when it may not be read, and raises nothing."""

    async def group_facts(self, ids: Collection[str]) -> dict[str, GroupFacts]:
        """What is known of groups, by id; one that can't be read is left out."""

    async def my_roles(self) -> frozenset[str]:
        """Template ids of the active directory roles of the person who acts."""

    async def my_eligible_roles(self) -> frozenset[str]:
        """Template ids of the roles that the person who acts could activate."""

    @property
    def org(self) -> Org:
        """The org around people of the tenant: groups, managers, roles of others."""


class Lookups(Protocol):
    """What takes too long to read at a click, and is kept fresh in the background."""

    async def begin(self, tenant: str, person: str) -> None:
        """Someone begins a flow: have what its preview will need looked up."""

    async def cases(self, tenant: str, person: str) -> CaseView:
        """The open eDiscovery cases, as far as they were seen by now."""

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """Whose mailboxes are whose, as far as it is known; `people` are ids, most telling first.

        What is not known yet is looked up meanwhile, for the next time.
        """


class FindingSearch(Protocol):
    """The search for unused licenses of each person, done in the background and kept for a while.

    Every method takes the tenant and the person whose search it is.
    """

    async def scan(self, tenant: str, person: str) -> Scan | None:
        """The newest search as it is now; None if there is none."""

    async def follow(self, tenant: str, person: str, draft: str) -> Scan | None:
        """The same, and from now on the card of this draft shows it."""

    async def start(self, tenant: str, person: str, timezone: str) -> None:
        """Search again, unless a search is running."""

    async def stop(self, tenant: str, person: str) -> None:
        """Stop a search that is running; what it has found is kept."""

    async def people(
        self, tenant: str, person: str, kind: UnusedKind, product: str
    ) -> tuple[PersonRef, ...]:
        """Everyone who was found for one line."""


class Accounts(Protocol):
    """Who is signed in."""

    async def sign_out(self, tenant: str, person: str) -> bool:
        """Forget a person; False when nothing was kept."""


class Queries(Protocol):
    """What was stored before and is only read here."""

    async def by_token(self, token: str) -> tuple[Draft, bool] | None:
        """Find the draft of a button, and whether the button is of its newest card."""

    async def open_draft(self, tenant: str, conversation: str, owner: str) -> Draft | None:
        """Find the unfinished flow of a person in a conversation."""

    async def open_work(
        self, tenant: str, conversation: str, owner: str
    ) -> tuple[Draft | None, int]:
        """A person's unfinished flow in a conversation, and how many runs have not ended."""

    async def plan(self, id: str) -> Plan:  # noqa: A002
        """Read a plan without its people; `PlanMissing` if there is none."""

    async def plan_people(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of a plan, in its order."""

    async def filtered_people(
        self, plan: str, which: PeopleFilter, offset: int, limit: int
    ) -> tuple[PlannedPerson, ...]:
        """Read a page of the people of a plan whom a filter shows, in its order."""

    async def tally(self, run: str) -> RunProgress:
        """Count how far a run is; `PlanMissing` if there is none."""

    async def forecast(self, run: str) -> Forecast | None:
        """What is ahead by the calendar of a run; None where there is none."""

    async def forecasts(self, tenant: str, owner: str | None) -> tuple[Forecast, ...]:
        """What is ahead by all calendars that are not over, oldest first; None: everyone's."""

    async def has_pending_calendar(self, tenant: str, owner: str | None, since: datetime) -> bool:
        """Whether a run ended since then whose calendar is still being written down."""

    async def newer(
        self, tenant: str, people: Sequence[str], ended_at: datetime
    ) -> Mapping[str, frozenset[Data]]:
        """What runs that ended later took from these people."""

    async def reachable(self, tenant: str, people: Sequence[str]) -> int:
        """How many of these people have a personal chat with the bot."""

    async def languages_of(
        self, tenant: str, people: Sequence[str]
    ) -> Mapping[str, PersonLanguage]:
        """What these people read, by person, as far as is known."""

    async def language_in(
        self, tenant: str, person: str, conversation: str
    ) -> PersonLanguage | None:
        """What a person reads in a conversation; None for one that several people read."""

    async def names(self, plan: str, positions: Sequence[int]) -> Mapping[int, PersonRef]:
        """What people of a plan were called, by place."""

    async def outcomes(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, in the plan's order."""

    async def worst(
        self,
        run: str,
        offset: int,
        limit: int,
        which: OutcomeFilter = OutcomeFilter.EVERYONE,
    ) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes that a filter shows, worst first."""

    async def outcome_filters(self, run: str) -> Mapping[OutcomeFilter, int]:
        """How many people of a run each filter shows; a filter that shows no one is not there."""

    async def removed(self, run: str, among: Collection[str] | None) -> tuple[RemovedLicenses, ...]:
        """What a run took and no one gave back since, perhaps only of some people by id."""

    async def search_removed(self, run: str, text: str, limit: int) -> tuple[PersonRef, ...]:
        """People with something to restore whose name or address starts with this."""

    async def receipt(self, tenant: str, number: int) -> Receipt | None:
        """Find a receipt by its number."""

    async def receipt_of(self, run: str) -> Receipt:
        """The receipt of a run; `PlanMissing` if there is none."""

    async def receipts(
        self,
        tenant: str,
        person: str | None,
        offset: int,
        limit: int,
        search: ReceiptSearch | None = None,
        timezone: str = "UTC",
    ) -> tuple[tuple[Receipt, ...], int]:
        """A page of the receipts, newest first, and how many there are; None: everyone's.

        A person's are of the runs in their name, and of what they asked others to approve.
        `timezone` is where a day of the search begins.
        """

    async def entries(
        self, tenant: str, offset: int, limit: int
    ) -> tuple[tuple[Entry, ...], int, Mapping[str, PersonRef]]:
        """A page of the journal, newest first, its length, and names of people by id."""

    async def open_receipts(
        self, tenant: str, person: str | None, limit: int, *, own: bool = False
    ) -> tuple[Receipt, ...]:
        """The newest receipts of runs that have not ended; `own`: only those in their name."""


class Links(Protocol):
    """Addresses that a card may carry; each table is in the language of a reader."""

    def plan_file(self, plan: str, reader: PersonLanguage) -> str | None:
        """Where the preview can be downloaded for a while; None where nothing is served."""

    def run_file(self, run: str, reader: PersonLanguage) -> str | None:
        """Where the outcomes can be downloaded for a while; None where nothing is served."""

    def calendar_file(self, run: str, reader: PersonLanguage) -> str | None:
        """Where a run's calendar can be downloaded for a while; None where nothing is served."""

    def findings_file(self, tenant: str, person: str, reader: PersonLanguage) -> str | None:
        """The same for what a person's search for unused licenses has found."""

    def upcoming_file(self, tenant: str, owner: str | None, reader: PersonLanguage) -> str | None:
        """The same for what is ahead in a tenant, by runs of one owner or of all."""


class Ids(Protocol):
    """Where new ids come from."""

    def new(self) -> str:
        """Make an id."""

    def token(self) -> str:
        """Make an opaque token that can't be guessed."""


@dataclass(frozen=True, slots=True)
class NoLookups:
    """Says of everything that no one looked."""

    async def begin(self, tenant: str, person: str) -> None:
        """Have nothing looked up."""

    async def cases(self, tenant: str, person: str) -> CaseView:
        """Know no cases."""
        del tenant, person
        return CaseView()

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        """Know no mailboxes."""
        del tenant, people
        return Mailboxes()


@dataclass(frozen=True, slots=True)
class NoFindings:
    """Searches for nothing."""

    async def scan(self, tenant: str, person: str) -> Scan | None:
        """There is none."""
        del tenant, person
        return None

    async def follow(self, tenant: str, person: str, draft: str) -> Scan | None:
        """There is none."""
        del tenant, person, draft
        return None

    async def start(self, tenant: str, person: str, timezone: str) -> None:
        """Search for nothing."""

    async def stop(self, tenant: str, person: str) -> None:
        """Nothing runs."""

    async def people(
        self, tenant: str, person: str, kind: UnusedKind, product: str
    ) -> tuple[PersonRef, ...]:
        """No one was found."""
        del tenant, person, kind, product
        return ()


class Member(Protocol):
    """Someone in a channel."""

    @property
    def person(self) -> str:
        """The Entra object id."""

    @property
    def teams_id(self) -> str:
        """What Teams calls them."""

    @property
    def name(self) -> str:
        """The display name."""

    @property
    def address(self) -> str:
        """The user principal name."""


class RequestQueries(Protocol):
    """Requests and all that belongs to them, each look at one moment."""

    async def get(self, id: str) -> Request:  # noqa: A002
        """Read a request; `RequestMissing` if there is none."""

    async def by_number(self, tenant: str, number: int) -> Request:
        """Read a tenant's request by its number; `RequestMissing` if there is none."""

    async def by_token(self, token: str) -> tuple[Request, int] | None:
        """Find the request of a button, and the revision that the button is of."""

    async def new_number(self, tenant: str) -> int:
        """Give a number for a new request."""

    async def open_in(self, tenant: str, after: int, limit: int) -> Sequence[Request]:
        """Read open requests with a number above `after`, oldest first."""

    async def open_outside(self, tenant: str, channel: str, limit: int) -> Sequence[Request]:
        """Read open requests that are not posted in this channel, oldest first."""

    async def requested_by(self, tenant: str, person: str, limit: int) -> Sequence[Request]:
        """Read what a person asked, newest first."""

    async def was_approved(self, tenant: str, person: str, plan: str) -> bool:
        """Whether a person asked for a plan to be approved, and it was."""

    async def approved_for(self, tenant: str, plan: str) -> Request | None:
        """The approved request for a plan; None where none was needed."""

    async def ended_in(self, tenant: str, limit: int) -> Sequence[Request]:
        """Read what has ended in a tenant, newest first."""

    async def count_open(self, tenant: str) -> int:
        """How many wait in a tenant."""

    async def trail(self, id: str, limit: int) -> Sequence[Event]:  # noqa: A002
        """Read the newest entries of a request's trail, in their order."""

    async def affected(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of the people from whom a plan removes something."""

    async def affected_ids(self, plan: str) -> Sequence[str]:
        """Read the ids of the people from whom a plan removes something, in its order."""

    async def draft(self, id: str) -> Draft | None:  # noqa: A002
        """Find a flow."""

    async def channel(self, tenant: str) -> str:
        """The conversation in which a tenant's requests are posted; empty before one is chosen."""

    async def members(self, conversation: str) -> Sequence[Member]:
        """Who is in a channel, as far as is known."""

    async def has_unsent(self, slot: str) -> bool:
        """Whether something for a card is still to be sent."""

    async def personal_chat(self, tenant: str, person: str) -> str | None:
        """The conversation of a person's own chat with the bot."""

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        """The own chats of these people with the bot, by person."""

    async def consultations(self, request: str) -> Sequence[Consultation]:
        """Everyone who was asked whether they still need what a request would take."""

    async def consultation(self, token: str) -> Consultation | None:
        """Find the consultation of a button; the button is valid if its token is current."""

    async def delegated_to(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Delegations to a person that are valid now."""

    async def delegated_by(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Delegations by a person that have not ended."""

    async def signed_in_at(self, tenant: str, person: str) -> datetime | None:
        """When a person last authenticated in the sign-in window."""
