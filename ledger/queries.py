"""Queries for the dialogs, each in its own transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from ledger.ledger import Ledger, Unit
from ledger.mail.conversations import PERSONAL
from ledger.requests.channels import ChannelMember
from ledger.runs.receipts import Wanted
from licensing.guid import is_guid
from licensing.journal import Entry
from licensing.losses.services import Data
from licensing.plans.draft import Draft
from licensing.plans.people_filter import PeopleFilter
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.plans.receipt_search import ReceiptSearch
from licensing.reminders.calendar import Calendar
from licensing.reminders.upcoming import Forecast
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request
from licensing.runs.outcome import PersonOutcome, RunProgress
from licensing.runs.outcome_filter import OutcomeFilter
from licensing.runs.receipt import Receipt
from licensing.runs.undo import RemovedLicenses
from licensing.tenant.matching import prefix_match
from licensing.tenant.people import PersonRef
from licensing.tenant.person_language import PersonLanguage
from licensing.tenant.time_zones import zone_of

#: Maximum number of people whom the words of a search may mean.
_MEANT: Final = 200


async def language_in(
    unit: Unit, tenant: str, person: str, conversation: str
) -> PersonLanguage | None:
    """What a person reads in a conversation; None for one that several people read."""
    kept = await unit.conversations.get(conversation)
    if kept is not None and kept.type != PERSONAL:
        return None
    return await unit.person_languages.get(tenant, person)


@dataclass(frozen=True, slots=True)
class LedgerQueries:
    """Reads drafts, plans and runs. Plans and runs raise `PlanMissing` where there is none."""

    ledger: Ledger

    async def by_token(self, token: str) -> tuple[Draft, bool] | None:
        """Find the draft of a button, and whether the button is on its newest card."""
        return await self.ledger.query(lambda unit: unit.drafts.by_token(token), brief=True)

    async def open_draft(self, tenant: str, conversation: str, owner: str) -> Draft | None:
        """Find a person's unfinished draft in a conversation."""
        return await self.ledger.query(
            lambda unit: unit.drafts.open_in(tenant, conversation, owner), brief=True
        )

    async def open_work(
        self, tenant: str, conversation: str, owner: str
    ) -> tuple[Draft | None, int]:
        """Find a person's unfinished draft in a conversation, and count their open runs."""

        async def work(unit: Unit) -> tuple[Draft | None, int]:
            walk = await unit.drafts.open_in(tenant, conversation, owner)
            return walk, await unit.receipts.count_open(tenant, owner)

        return await self.ledger.query(work, brief=True)

    async def plan(self, id: str) -> Plan:  # noqa: A002 - the plan's own name
        """Read a plan without its people."""
        return await self.ledger.query(lambda unit: unit.plans.header(id), brief=True)

    async def plan_people(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of a plan, in its order."""
        return await self.ledger.query(lambda unit: unit.plans.people(plan, offset, limit))

    async def filtered_people(
        self, plan: str, which: PeopleFilter, offset: int, limit: int
    ) -> tuple[PlannedPerson, ...]:
        """Read a page of the people of a plan whom a filter shows, in its order."""
        return await self.ledger.query(lambda unit: unit.plans.filtered(plan, which, offset, limit))

    async def tally(self, run: str) -> RunProgress:
        """Count the progress of a run."""
        return await self.ledger.query(lambda unit: unit.run_views.tally(run))

    async def forecast(self, run: str) -> Forecast | None:
        """Upcoming dates in the calendar of a run; None without a calendar."""

        async def work(unit: Unit) -> Forecast | None:
            calendar = await unit.calendars.get(run)
            return await _forecast(unit, calendar) if calendar else None

        return await self.ledger.query(work)

    async def forecasts(self, tenant: str, owner: str | None) -> tuple[Forecast, ...]:
        """Upcoming dates in all open calendars, oldest first; of everyone if `owner` is None."""

        async def work(unit: Unit) -> tuple[Forecast, ...]:
            found = await unit.calendars.ahead(tenant, owner)
            return tuple([await _forecast(unit, calendar) for calendar in found])

        return await self.ledger.query(work)

    async def has_pending_calendar(self, tenant: str, owner: str | None, since: datetime) -> bool:
        """Whether a run that ended after `since` has an incomplete calendar."""
        return await self.ledger.query(
            lambda unit: unit.calendars.has_pending(tenant, owner, since)
        )

    async def newer(
        self, tenant: str, people: Sequence[str], ended_at: datetime
    ) -> Mapping[str, frozenset[Data]]:
        """Data of these people that runs with a later end removed."""
        return await self.ledger.query(lambda unit: unit.calendars.newer(tenant, people, ended_at))

    async def reachable(self, tenant: str, people: Sequence[str]) -> int:
        """How many of these people have a personal chat with the bot."""
        chats = await self.ledger.query(lambda unit: unit.conversations.chats_of(tenant, people))
        return len(chats)

    async def languages_of(
        self, tenant: str, people: Sequence[str]
    ) -> Mapping[str, PersonLanguage]:
        """What these people read, by person, as far as is known."""
        return await self.ledger.query(
            lambda unit: unit.person_languages.of(tenant, people), brief=True
        )

    async def language_in(
        self, tenant: str, person: str, conversation: str
    ) -> PersonLanguage | None:
        """What a person reads in a conversation; None for one that several people read."""

        async def work(unit: Unit) -> PersonLanguage | None:
            return await language_in(unit, tenant, person, conversation)

        return await self.ledger.query(work, brief=True)

    async def names(self, plan: str, positions: Sequence[int]) -> Mapping[int, PersonRef]:
        """Names of people of a plan, by position."""
        return await self.ledger.query(lambda unit: unit.calendars.names(plan, positions))

    async def outcomes(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes, in the plan's order."""
        return await self.ledger.query(lambda unit: unit.run_views.outcomes(run, offset, limit))

    async def worst(
        self,
        run: str,
        offset: int,
        limit: int,
        which: OutcomeFilter = OutcomeFilter.EVERYONE,
    ) -> tuple[PersonOutcome, ...]:
        """Read a page of a run's outcomes that a filter shows, worst first."""
        return await self.ledger.query(lambda unit: unit.run_views.worst(run, offset, limit, which))

    async def outcome_filters(self, run: str) -> Mapping[OutcomeFilter, int]:
        """How many people of a run each filter shows."""
        return await self.ledger.query(lambda unit: unit.run_views.filters(run))

    async def removed(self, run: str, among: Collection[str] | None) -> tuple[RemovedLicenses, ...]:
        """Licenses that a run removed and that were not restored since; `among`: ids of people."""

        async def work(unit: Unit) -> list[tuple[RemovedLicenses, ...]]:
            return [page async for page in unit.undo.removed(run, among)]

        return tuple(one for page in await self.ledger.query(work) for one in page)

    async def search_removed(self, run: str, text: str, limit: int) -> tuple[PersonRef, ...]:
        """The first people with something to restore and a word that starts with `text`."""
        fits = prefix_match(text)
        return tuple(await self.ledger.query(lambda unit: unit.undo.search(run, fits, limit)))

    async def receipt(self, tenant: str, number: int) -> Receipt | None:
        """Find a receipt by its number."""
        return await self.ledger.query(lambda unit: unit.receipts.by_number(tenant, number))

    async def receipt_of(self, run: str) -> Receipt:
        """The receipt of a run."""
        return await self.ledger.query(lambda unit: unit.receipts.of_run(run))

    async def receipts(
        self,
        tenant: str,
        person: str | None,
        offset: int,
        limit: int,
        search: ReceiptSearch | None = None,
        timezone: str = "UTC",
    ) -> tuple[tuple[Receipt, ...], int]:
        """Read a page of the receipts, newest first, and their total number."""

        async def work(unit: Unit) -> tuple[tuple[Receipt, ...], int]:
            wanted = await _wanted(unit, tenant, search, timezone) if search else None
            page = await unit.receipts.page(tenant, person, offset, limit, wanted)
            return page, await unit.receipts.count(tenant, person, wanted)

        return await self.ledger.query(work)

    async def entries(
        self, tenant: str, offset: int, limit: int
    ) -> tuple[tuple[Entry, ...], int, Mapping[str, PersonRef]]:
        """Read a page of the journal, newest first, its length, and names of people by id."""

        async def work(unit: Unit) -> tuple[tuple[Entry, ...], int, Mapping[str, PersonRef]]:
            total = (await unit.journal.head(tenant)).number
            first = max(0, total - offset - limit)
            found = await unit.journal.page(tenant, first, max(0, total - offset - first))
            ids = {one.note.actor for one in found} | {one.note.subject or "" for one in found}
            return found[::-1], total, await unit.people.names(tenant, ids - {""})

        return await self.ledger.query(work)

    async def open_receipts(
        self, tenant: str, person: str | None, limit: int, *, own: bool = False
    ) -> tuple[Receipt, ...]:
        """Read the newest receipts of runs that have not ended."""
        return await self.ledger.query(
            lambda unit: unit.receipts.open(tenant, person, limit, own=own)
        )


@dataclass(frozen=True, slots=True)
class LedgerRequestQueries:
    """Reads requests. A missing one raises `RequestMissing`."""

    ledger: Ledger

    async def get(self, id: str) -> Request:  # noqa: A002 - the request's own name
        """Read a request."""
        return await self.ledger.query(lambda unit: unit.requests.get(id))

    async def by_number(self, tenant: str, number: int) -> Request:
        """Read a tenant's request by its number."""
        return await self.ledger.query(lambda unit: unit.requests.by_number(tenant, number))

    async def by_token(self, token: str) -> tuple[Request, int] | None:
        """Find the request of a button, and the revision that the button belongs to."""
        return await self.ledger.query(lambda unit: unit.requests.by_token(token))

    async def new_number(self, tenant: str) -> int:
        """Return a number for a new request; the only query that writes."""
        async with self.ledger.begin() as unit:
            return await unit.requests.next_number(tenant)

    async def open_in(self, tenant: str, after: int, limit: int) -> Sequence[Request]:
        """Read open requests with a number above `after`, oldest first."""
        return await self.ledger.query(lambda unit: unit.requests.open_in(tenant, after, limit))

    async def open_outside(self, tenant: str, channel: str, limit: int) -> Sequence[Request]:
        """Read open requests that are not posted in this channel, oldest first."""
        return await self.ledger.query(
            lambda unit: unit.requests.open_outside(tenant, channel, limit)
        )

    async def requested_by(self, tenant: str, person: str, limit: int) -> Sequence[Request]:
        """Read the requests of a person, newest first."""
        return await self.ledger.query(
            lambda unit: unit.requests.requested_by(tenant, person, limit)
        )

    async def was_approved(self, tenant: str, person: str, plan: str) -> bool:
        """Whether a person's request for this plan was approved."""
        return await self.ledger.query(
            lambda unit: unit.requests.was_approved(tenant, person, plan)
        )

    async def approved_for(self, tenant: str, plan: str) -> Request | None:
        """The approved request for a plan; None where none was needed."""
        return await self.ledger.query(lambda unit: unit.requests.approved_for(tenant, plan))

    async def ended_in(self, tenant: str, limit: int) -> Sequence[Request]:
        """Read the ended requests of a tenant, newest first."""
        return await self.ledger.query(lambda unit: unit.requests.ended_in(tenant, limit))

    async def count_open(self, tenant: str) -> int:
        """Number of open requests in a tenant."""
        return await self.ledger.query(lambda unit: unit.requests.count_open(tenant))

    async def trail(self, id: str, limit: int) -> Sequence[Event]:  # noqa: A002
        """Read the newest entries of a request's trail, oldest first."""
        return await self.ledger.query(lambda unit: unit.requests.trail(id, limit))

    async def affected(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        """Read a page of the people from whom a plan removes something."""
        return await self.ledger.query(lambda unit: unit.plans.affected(plan, offset, limit))

    async def affected_ids(self, plan: str) -> Sequence[str]:
        """Read the ids of the people from whom a plan removes something, in its order."""
        return await self.ledger.query(lambda unit: unit.plans.affected_ids(plan))

    async def draft(self, id: str) -> Draft | None:  # noqa: A002
        """Find a draft."""
        return await self.ledger.query(lambda unit: unit.drafts.get(id))

    async def channel(self, tenant: str) -> str:
        """The conversation in which a tenant's requests are posted; empty before one is chosen."""
        async with self.ledger.read() as unit:
            found = await unit.channels.of(tenant)
        return found.conversation if found else ""

    async def members(self, conversation: str) -> Sequence[ChannelMember]:
        """Known members of a channel."""
        return await self.ledger.query(lambda unit: unit.channels.members(conversation))

    async def has_unsent(self, slot: str) -> bool:
        """Whether a message for a card has not been sent yet."""
        return await self.ledger.query(lambda unit: unit.outbox.has_unsent(slot))

    async def personal_chat(self, tenant: str, person: str) -> str | None:
        """The conversation id of a person's personal chat with the bot."""
        return await self.ledger.query(lambda unit: unit.conversations.personal(tenant, person))

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        """The personal chats of these people with the bot, by person."""
        return await self.ledger.query(lambda unit: unit.conversations.chats_of(tenant, people))

    async def consultations(self, request: str) -> Sequence[Consultation]:
        """The consultations of a request."""
        return await self.ledger.query(lambda unit: unit.consultations.of(request))

    async def consultation(self, token: str) -> Consultation | None:
        """Find the consultation of a button; the button is valid if its token is current."""
        return await self.ledger.query(lambda unit: unit.consultations.by_token(token))

    async def delegated_to(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Delegations to a person that are valid now."""
        return await self.ledger.query(lambda unit: unit.delegations.to(tenant, person, now))

    async def delegated_by(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        """Delegations by a person that have not ended."""
        return await self.ledger.query(lambda unit: unit.delegations.of(tenant, person, now))

    async def signed_in_at(self, tenant: str, person: str) -> datetime | None:
        """When a person last signed in through the sign-in window."""
        return await self.ledger.query(lambda unit: unit.fresh_sign_ins.last(tenant, person))


async def _wanted(unit: Unit, tenant: str, search: ReceiptSearch, timezone: str) -> Wanted:
    """A search, with the ids of the people whom its words may mean."""
    people = await unit.people.search(tenant, search.text, _MEANT) if search.text else ()
    if is_guid(id_ := search.text.strip().lower()):
        people = (*people, id_)
    since = until = None
    if search.day is not None:
        zone = zone_of(timezone)
        since = datetime.combine(search.day, time(), zone).astimezone(UTC)
        until = datetime.combine(search.day + timedelta(days=1), time(), zone).astimezone(UTC)
    return Wanted(search.text, search.field, people, since, until)


async def _forecast(unit: Unit, calendar: Calendar) -> Forecast:
    terms = (await unit.plans.header(calendar.plan)).terms
    return Forecast(calendar, terms, await unit.calendars.all_periods(calendar.run))
