"""The look-ups over a real ledger, with a tenant that answers from a list."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from ledger import Ledger
from ledger.mail.timers import Timer
from licensing.errors import TenantError
from licensing.tenant.cases import CasePage, Hold, HoldPage, MemberPage
from licensing.tenant.mailboxes import Mailbox
from tests.support.ledger import NOW, TENANT, opened


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def forward(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class StandIn:
    """A tenant's cases and mailboxes, every question, and what it answers instead."""

    cases_by_viewer: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    #: By case, the people in each of its hold policies.
    policies: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    kinds: dict[str, Mailbox] = field(default_factory=dict)
    troubles: list[TenantError] = field(default_factory=list)
    #: By question, what it always answers instead.
    broken: dict[str, TenantError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    #: Seconds that each mailbox takes.
    slow: float = 0.0

    def cases_as(self, tenant: str, viewer: str) -> "Reader":
        del tenant
        return Reader(self, viewer)

    def mailboxes(self, tenant: str) -> "Reader":
        del tenant
        return Reader(self, "")

    def note(self, question: str) -> None:
        self.asked.append(question)
        if self.troubles:
            raise self.troubles.pop(0)
        if question in self.broken:
            raise self.broken[question]


@dataclass
class Reader:
    """Pages of one."""

    tenant: StandIn
    viewer: str

    async def cases(self, link: str | None) -> CasePage:
        self.tenant.note(f"{self.viewer} cases")
        names = list(self.tenant.cases_by_viewer.get(self.viewer, {}))
        at = int(link or 0)
        more = str(at + 1) if at + 1 < len(names) else None
        return CasePage(tuple((name, name.title()) for name in names[at : at + 1]), more)

    async def custodians(self, case: str, link: str | None) -> MemberPage:
        self.tenant.note(f"{self.viewer} {case} custodians")
        people = self.tenant.cases_by_viewer[self.viewer][case]
        at = int(link or 0)
        more = str(at + 1) if at + 1 < len(people) else None
        return MemberPage(tuple((one, Hold.APPLIED) for one in people[at : at + 1]), more)

    async def sources(self, case: str, link: str | None) -> MemberPage:
        del link
        self.tenant.note(f"{self.viewer} {case} sources")
        return MemberPage((("Source@contoso.example", Hold.NONE),) if case == "osprey" else ())

    async def holds(self, case: str, link: str | None) -> HoldPage:
        self.tenant.note(f"{self.viewer} {case} holds")
        names = list(self.tenant.policies.get(case, {}))
        at = int(link or 0)
        more = str(at + 1) if at + 1 < len(names) else None
        return HoldPage(tuple((name, Hold.APPLIED) for name in names[at : at + 1]), more)

    async def held(self, case: str, hold: str, state: Hold, link: str | None) -> MemberPage:
        self.tenant.note(f"{self.viewer} {case} {hold}")
        people = self.tenant.policies[case][hold]
        at = int(link or 0)
        more = str(at + 1) if at + 1 < len(people) else None
        return MemberPage(tuple((one, state) for one in people[at : at + 1]), more)

    async def kind(self, person: str) -> Mailbox:
        self.tenant.note(person)
        if self.tenant.slow:
            await asyncio.sleep(self.tenant.slow)
        return self.tenant.kinds.get(person, Mailbox.USER)


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    async with opened(address) as ledger:
        yield ledger


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tenant() -> StandIn:
    return StandIn()


def timer_of(kind: str) -> Timer:
    """The claimed timer of the tenant."""
    return Timer(kind, TENANT, TENANT, NOW, fence=1, tries=1)
