"""eDiscovery cases, and who is in them.

A person is in a case as a custodian, or because the mailbox is a data source of it or in one of its
hold policies. All are named by mail address
(https://learn.microsoft.com/graph/api/resources/security-ediscoverycustodian).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from licensing.tenant.checks import Check, NotChecked


class Hold(StrEnum):
    """Whether a case holds someone's data, worst first."""

    APPLIED = "applied"
    #: Microsoft names a state that this version does not know.
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Case:
    """One open case that a person is in."""

    id: str
    name: str
    hold: Hold = Hold.UNKNOWN


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of open cases: id and name of each."""

    cases: tuple[tuple[str, str], ...]
    #: Where the next page is; None after the last one.
    link: str | None = None


@dataclass(frozen=True, slots=True)
class HoldPage:
    """One page of the hold policies of a case: id and state of each."""

    holds: tuple[tuple[str, Hold], ...]
    #: Where the next page is; None after the last one.
    link: str | None = None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page of the people in a case: mail address and hold of each."""

    members: tuple[tuple[str, Hold], ...]
    link: str | None = None


_OFF = Check(NotChecked.OFF)


@dataclass(frozen=True, slots=True)
class CaseView:
    """What is known of the open cases of a tenant, by mail address in folded case."""

    check: Check = _OFF
    by_address: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)

    def of(self, addresses: Iterable[str]) -> tuple[Case, ...]:
        """The cases that someone with these addresses is in, each once, by name."""
        found: dict[str, Case] = {}
        for address in addresses:
            for case in self.by_address.get(address.casefold(), ()):
                known = found.get(case.id)
                if known is None or _rank(case) < _rank(known):
                    found[case.id] = case
        return tuple(sorted(found.values(), key=lambda case: (case.name.casefold(), case.id)))

    def unnamed(self) -> "CaseView":
        """The same without the names of cases, for anyone who may not know them."""
        hidden = {
            address: tuple(replace(case, name="") for case in cases)
            for address, cases in self.by_address.items()
        }
        return replace(self, by_address=hidden)


def _rank(case: Case) -> int:
    return list(Hold).index(case.hold)
