"""People of every kind that a run meets, and what must become of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from licensing.runs.outcome import Outcome
from sandbox.organization.accounts import direct, id_of, inherited
from sandbox.organization.generate import generate, seated
from sandbox.organization.groups import BY_NAME
from sandbox.organization.organization import Account, Assignment, Organization
from sandbox.organization.personas import DOMAIN
from sandbox.organization.products import CATALOG
from sandbox.organization.rules import Change
from sandbox.tenant import Tenant

E3: Final = CATALOG["ENTERPRISEPACK"].id
E5: Final = CATALOG["ENTERPRISEPREMIUM"].id
VISIO: Final = CATALOG["VISIOCLIENT"].id
#: The products of each plan.
CHOSEN: Final = (E3, E5, VISIO)

_SINCE: Final = "2025-06-16T09:30:00Z"
_SALES: Final = BY_NAME["Sales E3"]
_PERSONAS: Final = 3

#: By product; a product that is not named is not held.
Expected = Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of person: what they hold, and what becomes of it."""

    name: str
    #: So many of twenty.
    share: int
    holds: tuple[Assignment, ...]
    expected: Expected
    in_sales: bool = False
    #: Changes someone makes between the preview and the run.
    drifts: bool = False


def _gives(*parts: str) -> tuple[Assignment, ...]:
    return direct(parts, _SINCE)


KINDS: Final = (
    Kind("plain", 10, _gives("ENTERPRISEPACK"), {E3: Outcome.REMOVED}),
    Kind(
        "several",
        3,
        _gives("ENTERPRISEPACK", "VISIOCLIENT"),
        {E3: Outcome.REMOVED, VISIO: Outcome.REMOVED},
    ),
    # Project needs a service of E5, so that one stays, and a second call takes the other.
    Kind(
        "needing",
        3,
        direct(
            ("ENTERPRISEPREMIUM", "VISIOCLIENT", "PROJECTPROFESSIONAL"),
            _SINCE,
            {"PROJECTPROFESSIONAL": ("SHAREPOINTENTERPRISE",)},
        ),
        {E5: Outcome.FAILED, VISIO: Outcome.REMOVED},
    ),
    Kind("both", 1, _gives("ENTERPRISEPACK"), {E3: Outcome.STILL_ASSIGNED}, in_sales=True),
    Kind("inherited", 1, (), {E3: Outcome.KEPT}, in_sales=True),
    Kind("nothing", 1, (), {}),
    Kind(
        "changed",
        1,
        _gives("ENTERPRISEPACK"),
        {E3: Outcome.HELD_BACK},
        drifts=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people of all kinds, mixed."""

    size: int

    def kind(self, number: int) -> Kind:
        """Of which kind someone is."""
        place = number % sum(kind.share for kind in KINDS)
        for kind in KINDS:
            if place < kind.share:
                return kind
            place -= kind.share
        raise AssertionError

    @property
    def addresses(self) -> list[str]:
        """Everyone, in the order of the plan."""
        return [f"crowd{number:05}@{DOMAIN}" for number in range(self.size)]

    def ids(self, wanted: Callable[[Kind], bool] = lambda _: True) -> list[str]:
        """The object ids of those of some kinds."""
        everyone = enumerate(self.addresses)
        return [id_of(address) for number, address in everyone if wanted(self.kind(number))]

    def organization(self) -> Organization:
        """The personas and the crowd."""
        few = generate(_PERSONAS, 1)
        crowd = (self._account(number, address) for number, address in enumerate(self.addresses))
        people = (*few.people, *crowd)
        return replace(few, people=people, products=seated(CATALOG.values(), people))

    def drift(self, tenant: Tenant) -> None:
        """Change those who are to be found changed."""
        for person in self.ids(lambda kind: kind.drifts):
            tenant.change(person, Change(remove=(E3,)), None)

    def expected(self, number: int) -> dict[str, Outcome]:
        """What must become of someone."""
        return dict.fromkeys(CHOSEN, Outcome.NOT_HELD) | dict(self.kind(number).expected)

    def _account(self, number: int, address: str) -> Account:
        kind = self.kind(number)
        groups = (_SALES,) if kind.in_sales else ()
        return Account(
            id=id_of(address),
            name=f"Crowd {number:05}",
            address=address,
            mail=address,
            groups=tuple(group.id for group in groups),
            assignments=kind.holds + inherited(groups, _SINCE),
        )
