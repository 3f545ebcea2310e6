"""eDiscovery cases of the rehearsal tenant, their custodians and who may see them.

https://learn.microsoft.com/graph/api/resources/security-ediscoverycase. A member of the role group
eDiscovery Manager sees the cases that they are a member of, an eDiscovery Administrator all.
"""

from dataclasses import dataclass

from sandbox.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Custodian:
    """One person in a case, by mail address."""

    email: str
    name: str
    #: Graph's holdStatus: notApplied, applied, applying, removing, partial.
    hold: str = "applied"
    #: Graph's status: active, released.
    status: str = "active"


@dataclass(frozen=True, slots=True)
class HoldPolicy:
    """One hold policy of a case."""

    name: str
    people: tuple[Custodian, ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One case."""

    id: str
    name: str
    #: Graph's status: active, pendingDelete, closing, closed, closedWithError.
    status: str = "active"
    custodians: tuple[Custodian, ...] = ()
    #: Mailboxes searched without notifying their owners.
    sources: tuple[Custodian, ...] = ()
    #: What today's cases hold by, whether they have custodians or not.
    holds: tuple[HoldPolicy, ...] = ()
    #: Object ids of the eDiscovery Managers who are members of the case.
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Purview:
    """All cases and who may see them."""

    cases: tuple[Case, ...] = ()
    #: Object ids by role group.
    managers: frozenset[str] = frozenset()
    administrators: frozenset[str] = frozenset()
    #: Whether the app is an eDiscovery Administrator.
    app: bool = False

    def seen_by(self, person: str | None) -> tuple[Case, ...]:
        """Return the cases that a person, or the app (None), may see.

        Raises Refusal (401), as real services do without a role (msgraph-sdk-powershell#3637).
        """
        if person is None:
            if self.app:
                return self.cases
        elif person in self.administrators:
            return self.cases
        elif person in self.managers:
            return tuple(case for case in self.cases if person in case.members)
        raise Refusal("", code="UnknownError", status=401)
