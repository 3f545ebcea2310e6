"""A tenant, a ledger and a policy in memory, for tests of what a button or a typed word leads to.

`World` stores the effects of each reply as the engine does, so that a test can press one button
after another. Nothing here does I/O. It is long because all its ports make one world.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from cards.kit.actions import Field
from cards.words.languages import Languages
from dialogs import flow
from dialogs.dispatcher import Dispatcher
from dialogs.model.context import Context, DialogSettings
from dialogs.model.effects import (
    ControlRun,
    Effect,
    JournalRefusal,
    StartRun,
    StoreDraft,
    StorePlan,
)
from dialogs.model.events import Arrived, Pressed, Said, Who
from dialogs.model.request_update import (
    AnswerConsultation,
    ChooseChannel,
    UpdateDelegation,
    UpdateRequest,
)
from dialogs.model.results import Reply, Transition
from licensing.errors import PlanMissing, RequestMissing, UnassignError
from licensing.journal import Entry
from licensing.losses.lookup_results import Mailboxes
from licensing.losses.services import Data
from licensing.plans.draft import NOT_RESUMABLE, Draft, Journey, Step
from licensing.plans.people_filter import PeopleFilter, filters_of
from licensing.plans.plan import Plan
from licensing.plans.planned_person import PlannedPerson
from licensing.plans.receipt_search import ReceiptSearch
from licensing.policy.model import Policy
from licensing.reminders.upcoming import Forecast
from licensing.requests.consultation import Consultation
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event
from licensing.requests.model import Request, State
from licensing.runs.counts import count_people
from licensing.runs.outcome import LineOutcome, Outcome, PersonOutcome, RunProgress, RunState
from licensing.runs.outcome_filter import RANKS, OutcomeFilter
from licensing.runs.receipt import Receipt
from licensing.runs.severity import severity_rank
from licensing.runs.undo import RemovedLicenses, removed_licenses
from licensing.tenant.cases import CaseView
from licensing.tenant.groups import GroupFacts
from licensing.tenant.people import Person, PersonRef
from licensing.tenant.person_language import PersonLanguage
from licensing.tenant.products import Product
from licensing.tenant.roles import LICENSE_ADMINISTRATOR
from licensing.tenant.subscriptions import Subscriptions
from tests.support.ledger import NOW, TENANT
from tests.support.people import MAILBOX, SALES, assignment, owned, person, product

ADMIN = frozenset({LICENSE_ADMINISTRATOR})
#: Adele and Alex have a role that may remove licenses; Megan and Chris have none.
ADELE, ALEX, MEGAN, CHRIS = "adele", "alex", "megan", "chris"
E3, VISIO = "e3", "visio"
CHANNEL = "19:approvals"

#: The inputs of a card, by the field or its id.
Inputs = Mapping[Field, str] | Mapping[str, str]


def _typed(inputs: Inputs | None) -> dict[str, str]:
    return {str(key): value for key, value in (inputs or {}).items()}


def chat_of(name: str) -> str:
    """The conversation of a person's own chat with the bot."""
    return f"chat of {name}"


def who(name: str, conversation: str = "") -> Who:
    """A person in their own chat, or in a channel."""
    here = conversation or chat_of(name)
    return Who(TENANT, name, name.capitalize(), here, not conversation, teams_id=f"29:{name}")


@dataclass(frozen=True, slots=True)
class ChannelMember:
    """Someone in a channel."""

    person: str
    teams_id: str
    name: str
    address: str = ""


@dataclass(slots=True)
class World:
    """Everything that the dialogs can ask for, and what their effects left behind."""

    policy: Policy = field(default_factory=Policy)
    settings: DialogSettings = field(default_factory=DialogSettings)
    now: datetime = NOW
    products: dict[str, Product] = field(
        default_factory=lambda: owned(
            product(E3, MAILBOX, name="Office 365 E3"), product(VISIO, name="Visio Plan 2")
        )
    )
    people: dict[str, Person] = field(default_factory=dict)
    roles: dict[str, frozenset[str]] = field(default_factory=lambda: {ADELE: ADMIN, ALEX: ADMIN})
    eligible: dict[str, frozenset[str]] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    managers: dict[str, str] = field(default_factory=dict)
    #: The open cases that each person may see.
    cases: dict[str, CaseView] = field(default_factory=dict)
    #: Raised when someone's roles are read, or those who have a role.
    unreadable: dict[str, UnassignError] = field(default_factory=dict)
    #: Raised by everything that asks the tenant.
    failure: UnassignError | None = None
    #: When each person last signed in again; empty where no one signs in.
    sign_ins: dict[str, datetime] = field(default_factory=dict)
    signs_in: bool = False
    signed_out: list[str] = field(default_factory=list)
    background: list[str] = field(default_factory=list)

    drafts: dict[str, Draft] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    outcomes: dict[str, tuple[PersonOutcome, ...]] = field(default_factory=dict)
    forecasts: dict[str, Forecast] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    request_tokens: dict[str, tuple[str, int]] = field(default_factory=dict)
    trails: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    consultations: dict[str, Consultation] = field(default_factory=dict)
    delegations: dict[str, Delegation] = field(default_factory=dict)
    #: People who have no chat of their own with the bot.
    unreachable: set[str] = field(default_factory=set)
    all_languages: Languages = field(default_factory=Languages)
    #: What people read, as far as is known.
    languages: dict[str, PersonLanguage] = field(default_factory=dict)
    channel: str = ""
    #: Who is in the channel.
    members: tuple[ChannelMember, ...] = ()
    #: The journal, and what the history was searched by.
    entries: list[Entry] = field(default_factory=list)
    searches: list[ReceiptSearch | None] = field(default_factory=list)
    refusals: list[JournalRefusal] = field(default_factory=list)
    controls: list[ControlRun] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        holders = [person("joni", E3), person("diego", E3, VISIO), person("lee", VISIO)]
        inherited = person("sara", assignment(E3, SALES))
        everyone = [*holders, inherited, *map(person, (ADELE, ALEX, MEGAN, CHRIS))]
        self.people |= {one.id: one for one in everyone}

    @property
    def dispatcher(self) -> Dispatcher:
        """The dispatcher over this world, with its present settings."""
        settings = replace(self.settings, policy=self.policy)
        directory = lambda _, person: FakeDirectory(self, person)  # noqa: E731
        accounts = FakeAccounts(self) if self.signs_in else None
        return Dispatcher(
            directory,
            FakeQueries(self),
            FakeRequestQueries(self),
            FakeLinks(),
            FakeIds(self),
            FakeClock(self),
            self.all_languages,
            settings,
            accounts,
            FakeLookups(self),
        )

    def context(self, name: str = ADELE, conversation: str = "") -> Context:
        """The context for one reply to a person."""
        return self.dispatcher.context(self.who(name, conversation))

    def who(self, name: str, conversation: str = "") -> Who:
        """A person in their own chat, or in a channel, with what they read."""
        language = self.languages.get(name, PersonLanguage())
        return replace(who(name, conversation), language=language)

    def draft(self, step: Step = Step.HOME, name: str = ADELE, **fields: object) -> Draft:
        """A stored draft of a person in their own chat."""
        number = self.next_number()
        plan = self.plans.get(str(fields.get("plan")))
        # As if its card had been drawn.
        stated = plan.hash if plan else ""
        given: dict[str, object] = {"journey": Journey.MANY_USERS, "stated": stated} | fields
        draft = replace(
            Draft(f"draft {number}", TENANT, name, chat_of(name), None, step, f"token {number}"),
            **given,  # type: ignore[arg-type]
        )
        self._keep(draft)
        return draft

    def refs(self, *names: str) -> tuple[PersonRef, ...]:
        """People as a draft knows them."""
        return tuple(self.people[name].ref for name in names)

    def next_number(self) -> int:
        """A number that was not used before."""
        return next(self._ids)

    def run(
        self,
        plan: Plan,
        state: RunState = RunState.DONE,
        owner: str = ADELE,
        outcome: Outcome = Outcome.REMOVED,
        undoes: int | None = None,
    ) -> Receipt:
        """A run of a plan, with the same outcome for everything in it."""
        self.plans[plan.id] = plan
        number = len(self.receipts) + 1
        self.outcomes[f"run {number}"] = tuple(
            PersonOutcome(
                one.id,
                one.name,
                one.address,
                tuple(LineOutcome(product, outcome) for product in one.removals),
                lost_mailbox=Data.MAILBOX in one.losses,
            )
            for one in plan.people
        )
        receipt = Receipt(
            number=number,
            run=f"run {number}",
            plan=plan.id,
            tenant=TENANT,
            owner=owner,
            owner_name=owner.capitalize(),
            state=state,
            started_at=self.now,
            ended_at=self.now if state in {RunState.DONE, RunState.STOPPED} else None,
            day=plan.day,
            people=plan.summary.people,
            finished=plan.summary.people,
            outcomes={outcome: plan.summary.licenses},
            affected=plan.summary.affected,
            ends=count_people(one.lines for one in self.outcomes[f"run {number}"]),
            undoes=undoes,
        )
        self.receipts[receipt.run] = receipt
        return receipt

    async def press(
        self,
        draft: Draft,
        verb: str,
        arg: str = "",
        inputs: Inputs | None = None,
        *,
        name: str | None = None,
    ) -> Transition:
        """What a button of a draft leads to in its step, without storing anything."""
        context = self.context(name or draft.owner)
        return await flow.press(context, draft, Pressed(verb, draft.token, arg, _typed(inputs)))

    async def say(self, draft: Draft, text: str) -> Transition | None:
        """What typed text means at the step of a draft, without storing anything."""
        return await flow.say(self.context(draft.owner), draft, text)

    async def answer(
        self, name: str, event: Pressed | Said | Arrived, conversation: str = ""
    ) -> Reply:
        """Answer what a person did, and store the effects."""
        reply = await self.dispatcher.answer(self.who(name, conversation), event)
        for effect in reply.effects:
            self.store(effect)
        return reply

    async def click(
        self,
        name: str,
        verb: str,
        token: str,
        arg: str = "",
        inputs: Inputs | None = None,
        conversation: str = "",
    ) -> Reply:
        """A person presses a button; the effects are stored."""
        return await self.answer(name, Pressed(verb, token, arg, _typed(inputs)), conversation)

    async def type(self, name: str, text: str) -> Reply:
        """A person types into their own chat; the effects are stored."""
        return await self.answer(name, Said(text))

    def store(self, effect: Effect) -> None:
        """Store an effect as the engine does."""
        match effect:
            case StoreDraft(draft=draft):
                self._keep(draft)
            case StorePlan(plan=plan):
                self.plans[plan.id] = plan
            case StartRun(draft=draft):
                receipt = self.run(self.plans[draft.plan or ""], RunState.RUNNING, draft.owner)
                self.receipts[draft.run or ""] = replace(receipt, run=draft.run or "")
            case JournalRefusal():
                self.refusals.append(effect)
            case ControlRun(run=run, to=to):
                self.controls.append(effect)
                self.receipts[run] = replace(self.receipts[run], state=to)
            case UpdateRequest(request=request, events=events):
                self.requests[request.id] = request
                self.request_tokens[request.token] = request.id, request.revision
                self.trails[request.id] += events
                self.consultations |= {one.id: one for one in effect.asked}
            case AnswerConsultation(consultation=one):
                self.consultations[one.id] = one
            case UpdateDelegation(delegation=delegation):
                self.delegations[delegation.id] = delegation
            case ChooseChannel(conversation=conversation):
                self.channel = conversation
            case _:
                pass

    def newest(self, name: str = ADELE) -> Draft:
        """The draft of a person that was stored last."""
        return [one for one in self.drafts.values() if one.owner == name][-1]

    def _keep(self, draft: Draft) -> None:
        self.drafts.pop(draft.id, None)
        self.drafts[draft.id] = draft
        self.tokens[draft.token] = draft.id


@dataclass(frozen=True, slots=True)
class FakeDirectory:
    """The tenant as one person may see it."""

    world: World
    person: str

    async def products(self) -> tuple[Product, ...]:
        self._check()
        return tuple(self.world.products.values())

    async def search_people(
        self, text: str, *, holding: Collection[str] = (), limit: int = 15
    ) -> tuple[Person, ...]:
        found = await self.holders(holding) if holding else tuple(self.world.people.values())
        return tuple(p for p in found if p.name.casefold().startswith(text.casefold()))[:limit]

    async def holders(self, products: Collection[str]) -> tuple[Person, ...]:
        self._check()
        held = (p for p in self.world.people.values() if p.products & set(products))
        return tuple(sorted(held, key=lambda one: one.name))

    async def find_people(self, entries: Sequence[str]) -> dict[str, tuple[Person, ...]]:
        self._check()
        people = self.world.people.values()
        return {
            entry: tuple(p for p in people if entry.casefold() in {p.address, p.name.casefold()})
            for entry in entries
        }

    async def read_people(self, ids: Sequence[str]) -> dict[str, Person]:
        self._check()
        return {id_: self.world.people[id_] for id_ in ids if id_ in self.world.people}

    async def subscriptions(self) -> Subscriptions:
        return Subscriptions()

    async def group_facts(self, ids: Collection[str]) -> dict[str, GroupFacts]:
        del ids
        return {}

    async def my_roles(self) -> frozenset[str]:
        return await self.roles_of(self.person)

    async def my_eligible_roles(self) -> frozenset[str]:
        return self.world.eligible.get(self.person, frozenset())

    @property
    def org(self) -> "FakeDirectory":
        return self

    async def groups_among(self, person: str, groups: Collection[str]) -> frozenset[str]:
        return frozenset(group for group in groups if person in self.world.groups[group])

    async def roles_of(self, person: str) -> frozenset[str]:
        self._check()
        if person in self.world.unreadable:
            raise self.world.unreadable[person]
        return self.world.roles.get(person, frozenset())

    async def manager_of(self, person: str) -> PersonRef | None:
        manager = self.world.managers.get(person)
        return self.world.people[manager].ref if manager else None

    async def reports_of(self, person: str) -> frozenset[str]:
        return frozenset(one for one, boss in self.world.managers.items() if boss == person)

    async def holders_of(self, role: str) -> tuple[PersonRef, ...]:
        self._check()
        if role in self.world.unreadable:
            raise self.world.unreadable[role]
        found = [person for person, roles in self.world.roles.items() if role in roles]
        return tuple(self.world.people[person].ref for person in found)

    async def members_of(self, group: str) -> tuple[PersonRef, ...]:
        return tuple(self.world.people[one].ref for one in sorted(self.world.groups[group]))

    def _check(self) -> None:
        if self.world.failure is not None:
            raise self.world.failure


@dataclass(frozen=True, slots=True)
class FakeQueries:
    """What is stored about drafts, plans and runs."""

    world: World

    async def by_token(self, token: str) -> tuple[Draft, bool] | None:
        draft = self.world.drafts.get(self.world.tokens.get(token, ""))
        return (draft, draft.token == token) if draft else None

    async def open_draft(self, tenant: str, conversation: str, owner: str) -> Draft | None:
        del tenant
        found = [
            one
            for one in self.world.drafts.values()
            if (one.conversation, one.owner) == (conversation, owner)
            and one.step not in NOT_RESUMABLE
        ]
        return found[-1] if found else None

    async def open_work(
        self, tenant: str, conversation: str, owner: str
    ) -> tuple[Draft | None, int]:
        running = await self.open_receipts(tenant, owner, 100, own=True)
        return await self.open_draft(tenant, conversation, owner), len(running)

    async def plan(self, id: str) -> Plan:  # noqa: A002
        if id not in self.world.plans:
            raise PlanMissing
        return self.world.plans[id]

    async def plan_people(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        return (await self.plan(plan)).people[offset : offset + limit]

    async def filtered_people(
        self, plan: str, which: PeopleFilter, offset: int, limit: int
    ) -> tuple[PlannedPerson, ...]:
        shown = [one for one in (await self.plan(plan)).people if which in filters_of(one)]
        return tuple(shown[offset : offset + limit])

    async def outcome_filters(self, run: str) -> Mapping[OutcomeFilter, int]:
        counts = {which: len(self._shown(run, which)) for which in OutcomeFilter}
        return {which: count for which, count in counts.items() if count}

    def _shown(self, run: str, which: OutcomeFilter) -> list[PersonOutcome]:
        return [
            one
            for one in self.world.outcomes.get(run, ())
            if which is OutcomeFilter.EVERYONE
            or (which is OutcomeFilter.MAILBOX and one.lost_mailbox)
            or severity_rank(one.lines) in RANKS.get(which, ())
        ]

    async def tally(self, run: str) -> RunProgress:
        one = await self.receipt_of(run)
        return RunProgress(
            run,
            one.plan,
            one.state,
            one.people,
            one.finished,
            dict(one.outcomes),
            receipt=one.number,
            owner=one.owner,
            ends=one.ends,
        )

    async def forecast(self, run: str) -> Forecast | None:
        return self.world.forecasts.get(run)

    async def forecasts(self, tenant: str, owner: str | None) -> tuple[Forecast, ...]:
        del tenant
        found = self.world.forecasts.values()
        return tuple(one for one in found if owner in {None, one.calendar.owner})

    async def has_pending_calendar(self, tenant: str, owner: str | None, since: datetime) -> bool:
        del tenant, owner, since
        return False

    async def newer(
        self, tenant: str, people: Sequence[str], ended_at: datetime
    ) -> Mapping[str, frozenset[Data]]:
        del tenant, people, ended_at
        return {}

    async def reachable(self, tenant: str, people: Sequence[str]) -> int:
        del tenant
        return len(set(people) - self.world.unreachable)

    async def languages_of(
        self, tenant: str, people: Sequence[str]
    ) -> Mapping[str, PersonLanguage]:
        del tenant
        known = self.world.languages
        return {one: known[one] for one in people if one in known}

    async def language_in(
        self, tenant: str, person: str, conversation: str
    ) -> PersonLanguage | None:
        if conversation == self.world.channel != "":
            return None
        return (await self.languages_of(tenant, [person])).get(person, PersonLanguage())

    async def names(self, plan: str, positions: Sequence[int]) -> Mapping[int, PersonRef]:
        people = (await self.plan(plan)).people
        return {at: self.world.people[people[at].id].ref for at in positions}

    async def outcomes(self, run: str, offset: int, limit: int) -> tuple[PersonOutcome, ...]:
        return self.world.outcomes.get(run, ())[offset : offset + limit]

    async def worst(
        self,
        run: str,
        offset: int,
        limit: int,
        which: OutcomeFilter = OutcomeFilter.EVERYONE,
    ) -> tuple[PersonOutcome, ...]:
        return tuple(self._shown(run, which)[offset : offset + limit])

    async def removed(self, run: str, among: Collection[str] | None) -> tuple[RemovedLicenses, ...]:
        receipt = await self.receipt_of(run)
        planned = {one.id: one for one in (await self.plan(receipt.plan)).people}
        found = [removed_licenses(planned[one.id], one) for one in self.world.outcomes[run]]
        return tuple(one for one in found if one and (among is None or one.person.id in set(among)))

    async def search_removed(self, run: str, text: str, limit: int) -> tuple[PersonRef, ...]:
        removed_licenses = (one.person for one in await self.removed(run, None))
        return tuple(p for p in removed_licenses if p.name.casefold().startswith(text.casefold()))[
            :limit
        ]

    async def receipt(self, tenant: str, number: int) -> Receipt | None:
        del tenant
        return next((r for r in self.world.receipts.values() if r.number == number), None)

    async def receipt_of(self, run: str) -> Receipt:
        if run not in self.world.receipts:
            raise PlanMissing
        return self.world.receipts[run]

    async def receipts(
        self,
        tenant: str,
        person: str | None,
        offset: int,
        limit: int,
        search: ReceiptSearch | None = None,
        timezone: str = "UTC",
    ) -> tuple[tuple[Receipt, ...], int]:
        del tenant, timezone
        self.world.searches.append(search)
        found = [r for r in self.world.receipts.values() if person in {None, r.owner}][::-1]
        return tuple(found[offset : offset + limit]), len(found)

    async def entries(
        self, tenant: str, offset: int, limit: int
    ) -> tuple[tuple[Entry, ...], int, Mapping[str, PersonRef]]:
        del tenant
        found = self.world.entries[::-1]
        names = {one.id: one.ref for one in self.world.people.values()}
        return tuple(found[offset : offset + limit]), len(found), names

    async def open_receipts(
        self, tenant: str, person: str | None, limit: int, *, own: bool = False
    ) -> tuple[Receipt, ...]:
        del own
        found, _ = await self.receipts(tenant, person, 0, 1_000)
        return tuple(r for r in found if r.ended_at is None)[:limit]


@dataclass(frozen=True, slots=True)
class FakeRequestQueries:
    """What is stored about requests."""

    world: World

    async def get(self, id: str) -> Request:  # noqa: A002
        if id not in self.world.requests:
            raise RequestMissing
        return self.world.requests[id]

    async def by_number(self, tenant: str, number: int) -> Request:
        del tenant
        for one in self.world.requests.values():
            if one.number == number:
                return one
        raise RequestMissing

    async def by_token(self, token: str) -> tuple[Request, int] | None:
        found = self.world.request_tokens.get(token)
        return (self.world.requests[found[0]], found[1]) if found else None

    async def new_number(self, tenant: str) -> int:
        del tenant
        return len(self.world.requests) + 1

    async def open_in(self, tenant: str, after: int, limit: int) -> Sequence[Request]:
        del tenant
        found = (one for one in self.world.requests.values() if one.is_open and one.number > after)
        return sorted(found, key=lambda one: one.number)[:limit]

    async def open_outside(self, tenant: str, channel: str, limit: int) -> Sequence[Request]:
        return [r for r in await self.open_in(tenant, 0, limit) if r.posted_in != channel]

    async def requested_by(self, tenant: str, person: str, limit: int) -> Sequence[Request]:
        del tenant
        found = [one for one in self.world.requests.values() if one.requester.id == person]
        return found[::-1][:limit]

    async def was_approved(self, tenant: str, person: str, plan: str) -> bool:
        return any(one.plan == plan for one in await self.requested_by(tenant, person, 100))

    async def approved_for(self, tenant: str, plan: str) -> Request | None:
        del tenant
        found = (one for one in self.world.requests.values() if one.plan == plan)
        return next((one for one in found if one.state is State.APPROVED), None)

    async def ended_in(self, tenant: str, limit: int) -> Sequence[Request]:
        del tenant
        return [one for one in self.world.requests.values() if not one.is_open][::-1][:limit]

    async def count_open(self, tenant: str) -> int:
        return len(await self.open_in(tenant, 0, 1_000))

    async def trail(self, id: str, limit: int) -> Sequence[Event]:  # noqa: A002
        return self.world.trails[id][-limit:]

    async def affected(self, plan: str, offset: int, limit: int) -> tuple[PlannedPerson, ...]:
        people = tuple(one for one in self.world.plans[plan].people if one.removals)
        return people[offset : offset + limit]

    async def affected_ids(self, plan: str) -> Sequence[str]:
        return [one.id for one in self.world.plans[plan].people if one.removals]

    async def draft(self, id: str) -> Draft | None:  # noqa: A002
        return self.world.drafts.get(id)

    async def channel(self, tenant: str) -> str:
        del tenant
        return self.world.channel

    async def members(self, conversation: str) -> Sequence[ChannelMember]:
        return self.world.members if conversation == self.world.channel else ()

    async def has_unsent(self, slot: str) -> bool:
        del slot
        return False

    async def personal_chat(self, tenant: str, person: str) -> str | None:
        del tenant
        return None if person in self.world.unreachable else chat_of(person)

    async def chats_of(self, tenant: str, people: Sequence[str]) -> Mapping[str, str]:
        found = {one: await self.personal_chat(tenant, one) for one in people}
        return {one: chat for one, chat in found.items() if chat}

    async def consultations(self, request: str) -> Sequence[Consultation]:
        return [one for one in self.world.consultations.values() if one.request == request]

    async def consultation(self, token: str) -> Consultation | None:
        found = self.world.consultations.values()
        return next((one for one in found if one.token == token), None)

    async def delegated_to(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        return [one for one in self._delegations(tenant, now) if one.delegate.id == person]

    async def delegated_by(self, tenant: str, person: str, now: datetime) -> Sequence[Delegation]:
        return [one for one in self._delegations(tenant, now) if one.delegator.id == person]

    async def signed_in_at(self, tenant: str, person: str) -> datetime | None:
        del tenant
        return self.world.sign_ins.get(person)

    def _delegations(self, tenant: str, now: datetime) -> list[Delegation]:
        del tenant
        found = self.world.delegations.values()
        return [one for one in found if one.ended_at is None and one.ends_at > now]


@dataclass(frozen=True, slots=True)
class FakeAccounts:
    """Where people sign out."""

    world: World

    async def sign_out(self, tenant: str, person: str) -> bool:
        del tenant
        self.world.signed_out.append(person)
        return True


@dataclass(frozen=True, slots=True)
class FakeLookups:
    """Notes for whom something is looked up in the background, and knows no mailboxes."""

    world: World

    async def begin(self, tenant: str, person: str) -> None:
        del tenant
        self.world.background.append(person)

    async def cases(self, tenant: str, person: str) -> CaseView:
        del tenant
        return self.world.cases.get(person, CaseView())

    async def mailboxes(self, tenant: str, people: Sequence[str]) -> Mailboxes:
        del tenant, people
        return Mailboxes()


class FakeLinks:
    """Serves nothing."""

    def plan_file(self, plan: str, reader: PersonLanguage) -> str | None:
        del plan, reader
        return None

    def run_file(self, run: str, reader: PersonLanguage) -> str | None:
        del run, reader
        return None

    def calendar_file(self, run: str, reader: PersonLanguage) -> str | None:
        del run, reader
        return None

    def findings_file(self, tenant: str, person: str, reader: PersonLanguage) -> str | None:
        del tenant, person, reader
        return None

    def upcoming_file(self, tenant: str, owner: str | None, reader: PersonLanguage) -> str | None:
        del tenant, owner, reader
        return None


@dataclass(frozen=True, slots=True)
class FakeIds:
    """Counts."""

    world: World

    def new(self) -> str:
        return f"id {self.world.next_number()}"

    def token(self) -> str:
        return f"token {self.world.next_number()}"


@dataclass(frozen=True, slots=True)
class FakeClock:
    """Shows the time of the world."""

    world: World

    def now(self) -> datetime:
        return self.world.now
