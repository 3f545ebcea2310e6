"""The state of the rehearsal tenant: assignments, seats and the log of writes."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sandbox.data import MAILBOX, DataRetention, State
from sandbox.index import PeopleIndex
from sandbox.organization import rules
from sandbox.organization.org_chart import OrgChart
from sandbox.organization.organization import Account, Assignment, Group, Organization, graph_time
from sandbox.organization.products import Product
from sandbox.refusal import Refusal, not_found

Clock = Callable[[], datetime]
Held = tuple[Assignment, ...]
RoleState = Literal["active", "eligible", "none"]


@dataclass(frozen=True, slots=True)
class SpecialRole:
    """A role that is no directory role of the whole tenant."""

    #: The id of its definition: a template id, or that of a custom role.
    definition: str
    #: Actions of a custom role; empty for a built-in one.
    actions: tuple[str, ...] = ()
    #: "/" or an administrative unit.
    scope: str = "/"
    #: Object ids of those whose licenses it may change; None for everyone's.
    people: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """One assignLicense call and its result."""

    order: int
    at: str
    #: Object id of the acting person; None for the app itself.
    actor: str | None
    person: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    #: HTTP status; 200 where the change was made.
    status: int
    message: str = ""


class Tenant:
    """A mutable organization. Reads may lag behind writes, as in a real directory."""

    def __init__(self, organization: Organization, now: Clock, day: Clock | None = None) -> None:
        """`day` is the clock of data retention, if it differs from `now`."""
        self.organization = organization
        self.now = now
        self._day = day or now
        #: Delay until reads show a change.
        self.lag = timedelta(0)
        self.people: tuple[Account, ...] = organization.people
        self.products: dict[str, Product] = {p.id: p for p in organization.products}
        self.groups: dict[str, Group] = {g.id: g for g in organization.groups}
        self.index = PeopleIndex(organization.people)
        self.org_chart = OrgChart(organization.people)
        self.reset()

    def today(self) -> datetime:
        """Return the time by the clock that a person can advance; the bot follows it."""
        return self._day()

    def reset(self) -> None:
        """Restore the initial state."""
        self.writes: list[Write] = []
        self._data = DataRetention()
        self.org_chart.reset()
        self._actual: dict[str, Held] = {p.id: p.assignments for p in self.people}
        #: Assignments in reads of people whose last change is not visible yet.
        self._seen: dict[str, Held] = {}
        self._becoming_seen: deque[tuple[datetime, str, Held]] = deque()
        sets: dict[frozenset[str], frozenset[str]] = {}
        self._products_seen: dict[str, frozenset[str]] = {}
        self._roles = dict(self.organization.roles)
        self._eligible: dict[str, frozenset[str]] = {}
        self._special: dict[str, SpecialRole] = {}
        self._consumed: Counter[str] = Counter()
        for person in self.people:
            products = frozenset(a.product for a in person.assignments)
            self._products_seen[person.id] = sets.setdefault(products, products)
            self._consumed.update(products)

    def person(self, key: str) -> Account:
        """Return the account with this id or user principal name; raises Refusal (404)."""
        for name in ("id", "userPrincipalName"):
            for position in self.index.exact[name].find(key):
                return self.people[position]
        raise not_found(key)

    def group(self, key: str) -> Group:
        """Return the group with this id; raises Refusal (404)."""
        if key not in self.groups:
            raise not_found(key)
        return self.groups[key]

    def roles(self, person: str) -> frozenset[str]:
        """Return the template ids of a person's active directory roles."""
        return self._roles.get(person, frozenset())

    def roles_in_use(self) -> frozenset[str]:
        """Return the template ids of the roles that someone has active."""
        return frozenset().union(*self._roles.values())

    def eligible(self, person: str) -> frozenset[str]:
        """Return the template ids of a person's eligible roles (PIM)."""
        return self._eligible.get(person, frozenset())

    def special_role(self, person: str) -> SpecialRole | None:
        """Return a person's role that is custom or for an administrative unit."""
        return self._special.get(person)

    def set_special_role(self, person: str, role: SpecialRole | None) -> None:
        """Give a person such a role, or remove it."""
        self._special.pop(person, None)
        if role is not None:
            self._special[person] = role

    def set_role(self, person: str, role: str, state: RoleState) -> None:
        """Make a person's role active or eligible, or remove it."""
        active, eligible = self.roles(person) - {role}, self.eligible(person) - {role}
        self._roles[person] = active | {role} if state == "active" else active
        self._eligible[person] = eligible | {role} if state == "eligible" else eligible

    def consumed(self, product: str) -> int:
        """Return the seats in use: the number of people with the product."""
        return self._consumed[product]

    def actual(self, person: str) -> Held:
        """Return a person's actual assignments."""
        return self._actual[person]

    def data_of(self, person: str) -> dict[str, State]:
        """Return the state of a person's mailbox, archive, OneDrive and Cloud PCs."""
        found = self._data.states(person, self._actual[person], self.products, self._day())
        if self.person(person).mailbox != "user":
            # A shared, room or equipment mailbox needs no license.
            found[MAILBOX] = State("active")
        return found

    def assignments(self, person: str) -> Held:
        """Return a person's assignments as reads show them, which may lag."""
        self._catch_up()
        return self._seen.get(person, self._actual[person])

    def products_seen(self) -> dict[str, frozenset[str]]:
        """Return products by person as reads show them; read-only."""
        self._catch_up()
        return self._products_seen

    def change(self, key: str, change: rules.Change, actor: str | None) -> Account:
        """Apply one assignLicense call, all or none; raises Refusal."""
        person = key
        try:
            account = self.person(key)
            person = account.id
            self._apply(account, change)
        except Refusal as refusal:
            self.record(person, change, actor, refusal.status, refusal.message)
            raise
        self.record(person, change, actor, 200)
        return account

    def record(
        self, person: str, change: rules.Change, actor: str | None, status: int, message: str = ""
    ) -> None:
        """Add a write to the log."""
        added = tuple(a.product for a in change.add)
        at = graph_time(self.now())
        order = len(self.writes) + 1
        self.writes.append(Write(order, at, actor, person, change.remove, added, status, message))

    def _apply(self, account: Account, change: rules.Change) -> None:
        before = self._actual[account.id]
        change = replace(change, remove=tuple(dict.fromkeys(change.remove)))
        after = rules.changed(before, change, self.products, graph_time(self.now()))
        had = {a.product for a in before}
        has = {a.product for a in after}
        self._check_seats(account, change, had)
        self._actual[account.id] = after
        self._data.changed(account.id, before, after, self.products, self._day())
        self._consumed.update(has - had)
        self._consumed.subtract(had - has)
        self._show(account.id, before, after)

    def _check_seats(self, account: Account, change: rules.Change, had: set[str]) -> None:
        if change.add and account.usage_location is None:
            raise Refusal("License assignment cannot be done for user with invalid usage location.")
        for addition in change.add:
            product = self.products[addition.product]
            if product.id not in had and self._consumed[product.id] >= product.usable_seats:
                raise Refusal(
                    f"Subscription with SKU {product.id} does not have any available licenses."
                )

    def _show(self, person: str, before: Held, after: Held) -> None:
        """Show a change in reads, immediately or after the lag."""
        due = self.now() + self.lag
        if self._becoming_seen:
            due = max(due, self._becoming_seen[-1][0])
        self._seen.setdefault(person, before)
        self._becoming_seen.append((due, person, after))

    def _catch_up(self) -> None:
        while self._becoming_seen and self._becoming_seen[0][0] <= self.now():
            _, person, held = self._becoming_seen.popleft()
            self._become_seen(person, held)

    def _become_seen(self, person: str, held: Held) -> None:
        self._products_seen[person] = frozenset(a.product for a in held)
        if held == self._actual[person]:
            self._seen.pop(person, None)
        else:
            self._seen[person] = held
