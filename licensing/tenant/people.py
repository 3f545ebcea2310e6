"""People and the licenses they hold."""

from dataclasses import dataclass, field
from enum import StrEnum


class UserType(StrEnum):
    """Whether an account belongs to the organization or was invited."""

    MEMBER = "member"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Group:
    """A group that gives licenses to its members."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One reason why a person has a product: given directly, or inherited from one group.

    The same product may appear more than once, directly and once for each group, and still uses
    one license (Graph `licenseAssignmentStates`; facts in Microsoft's licenseAssignmentState page).
    """

    product: str
    #: None for a direct assignment.
    group: Group | None = None
    #: Ids of the service plans that are switched off within this assignment.
    disabled_plans: frozenset[str] = frozenset()
    #: Graph's `state`: Active, ActiveWithError, Disabled, Error; open-ended.
    state: str = "Active"

    @property
    def direct(self) -> bool:
        """Whether it was given to the person and not to a group."""
        return self.group is None


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A reference to a person: enough to show and to look up again."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the tenant with everything that a removal needs."""

    id: str
    name: str
    #: The user principal name: what an admin types.
    address: str
    mail: str | None = None
    enabled: bool = True
    user_type: UserType = UserType.MEMBER
    department: str | None = None
    #: Two letters of a country, without which no license can be assigned; None where it is missing.
    usage_location: str | None = None
    assignments: tuple[Assignment, ...] = field(default=())
    #: Further mail addresses, such as those of a former name.
    aliases: tuple[str, ...] = ()
    #: Where Graph contradicts itself: products that are listed as held without a word on how they
    #: are assigned, and products with a working assignment that are not listed as held.
    unexplained: frozenset[str] = frozenset()
    unlisted: frozenset[str] = frozenset()

    @property
    def addresses(self) -> frozenset[str]:
        """All addresses by which someone may be named."""
        return frozenset({self.address, *((self.mail,) if self.mail else ()), *self.aliases})

    @property
    def ref(self) -> PersonRef:
        """The short form."""
        return PersonRef(self.id, self.name, self.address)

    @property
    def products(self) -> frozenset[str]:
        """Ids of all products held, however assigned."""
        return self.unexplained.union(a.product for a in self.assignments)

    def direct(self, product: str) -> Assignment | None:
        """The direct assignment of a product, if there is one."""
        return next((a for a in self.assignments if a.product == product and a.direct), None)

    def groups(self, product: str) -> tuple[Group, ...]:
        """The groups from which a product is inherited, by name."""
        found = {a.group for a in self.assignments if a.product == product and a.group}
        return tuple(sorted(found, key=lambda g: (g.name.casefold(), g.id)))


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of a list of people."""

    people: tuple[Person, ...]
    #: The next page; None after the last one.
    link: str | None = None
    #: How many people the whole list has; None where this page does not say.
    total: int | None = None
