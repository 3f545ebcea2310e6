"""The search for unused licenses: page by page, through restarts, refusals and stops."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from engine.lookups.findings import (
    CARD,
    KEPT,
    MOST_FAILURES,
    MOST_RESTARTS,
    SCAN,
    FindingSearches,
)
from engine.scheduler import Scheduler
from ledger import Ledger
from ledger.mail.timers import Timer
from licensing.errors import (
    Answer,
    NotAllowed,
    SignInNeeded,
    SlowDown,
    TenantError,
    TenantUnavailable,
    UnreadAnswer,
)
from licensing.findings.scan import Scan, ScanState
from licensing.findings.unused import Finding, NotKnown, UnusedKind
from licensing.losses.rules import Terms
from licensing.tenant.people import PeoplePage, Person
from licensing.tenant.products import Product
from tests.engine.lookups.conftest import Clock
from tests.support import people as a
from tests.support.ledger import TENANT
from tests.support.people import SALES, assignment, owned, person, product

ALEX = "alex"
OWNED = owned(product("suite", a.TEAMS, a.POWER_BI), product("power-bi", a.POWER_BI))
PAGES = (
    (person("adele", "suite", "power-bi"), person("megan", "suite")),
    (person("diego", "suite", assignment("suite", SALES)), person("joni", "gone")),
    (person("lidia", "suite", "power-bi"),),
)
FOUND = (
    Finding(UnusedKind.COVERED, "power-bi", 2, 2),
    Finding(UnusedKind.ALSO_BY_GROUP, "suite", 1, 0),
)


@dataclass
class Directory:
    """Pages of people, and what is answered instead."""

    pages: tuple[tuple[Person, ...], ...] = PAGES
    troubles: list[TenantError | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def products(self) -> tuple[Product, ...]:
        return tuple(OWNED.values())

    async def licensed_people(self, link: str | None = None) -> PeoplePage:
        self.asked.append(link or "first")
        if self.troubles and (error := self.troubles.pop(0)) is not None:
            raise error
        at = int(link or 0)
        more = str(at + 1) if at + 1 < len(self.pages) else None
        total = None if link else sum(map(len, self.pages))
        return PeoplePage(self.pages[at], more, total)


@dataclass
class Rig:
    """A search, and the scheduler that does it, driven by hand."""

    ledger: Ledger
    clock: Clock
    directory: Directory = field(default_factory=Directory)

    @property
    def searches(self) -> FindingSearches:
        """Made anew each time, as by another process."""
        return FindingSearches(self.ledger, lambda *_: self.directory, self.clock, Terms())

    async def due(self) -> bool:
        """Do one timer of the search that is due."""
        handlers = {SCAN: self.searches.read_page}
        scheduler = Scheduler(self.ledger, self.clock, handlers, lambda: None)
        _, timers = await scheduler.claim(1)
        for timer in timers:
            await scheduler.work(timer)
        return bool(timers)

    async def run(self) -> None:
        """Do all that is due, and what becomes due within ten minutes."""
        for _ in range(100):
            if not await self.due():
                due = await self.ledger.query(lambda unit: unit.timers.next_due([SCAN]))
                if due is None or due > self.clock.now() + timedelta(minutes=10):
                    return
                self.clock.time = due
        pytest.fail("it never ends")

    async def scan(self) -> Scan:
        found = await self.searches.scan(TENANT, ALEX)
        assert found is not None
        return found

    async def people(self, kind: UnusedKind, name: str) -> list[str]:
        found = await self.searches.people(TENANT, ALEX, kind, name)
        return [one.id for one in found]


@pytest.fixture
async def rig(ledger: Ledger, clock: Clock) -> Rig:
    made = Rig(ledger, clock)
    await made.searches.start(TENANT, ALEX, "UTC")
    return made


async def test_everyone_is_read_and_the_people_of_each_line_are_kept(rig: Rig) -> None:
    await rig.run()
    scan = await rig.scan()
    assert (scan.state, scan.read, scan.total) == (ScanState.DONE, 5, 5)
    assert scan.findings == FOUND
    assert scan.not_known == {NotKnown.NOT_LISTED: 1}
    assert scan.ended_at == rig.clock.now()
    assert await rig.people(UnusedKind.COVERED, "power-bi") == ["adele", "lidia"]
    assert await rig.people(UnusedKind.ALSO_BY_GROUP, "suite") == ["diego"]
    assert await rig.people(UnusedKind.COVERED, "suite") == []
    assert rig.directory.asked == ["first", "1", "2"]


async def test_another_process_goes_on_where_one_was_killed(rig: Rig) -> None:
    assert await rig.due()
    assert (await rig.scan()).read == 2
    # Killed in the middle of a page: its lease ends, and nothing of it was stored.
    scheduler = Scheduler(rig.ledger, rig.clock, {SCAN: rig.searches.read_page}, lambda: None)
    _, claimed = await scheduler.claim(1)
    assert len(claimed) == 1
    rig.clock.forward(minutes=1)
    await rig.run()
    # The one that was thought dead comes back: its page is not counted twice.
    await scheduler.work(claimed[0])
    assert (await rig.scan()).findings == FOUND
    assert (await rig.scan()).read == 5


async def test_a_stopped_search_keeps_what_it_found_and_reads_no_more(rig: Rig) -> None:
    assert await rig.due()
    scheduler = Scheduler(rig.ledger, rig.clock, {SCAN: rig.searches.read_page}, lambda: None)
    _, claimed = await scheduler.claim(1)
    await rig.searches.stop(TENANT, ALEX)
    await scheduler.work(claimed[0])
    scan = await rig.scan()
    assert (scan.state, scan.read) == (ScanState.STOPPED, 2)
    assert scan.findings == (Finding(UnusedKind.COVERED, "power-bi", 1, 1),)
    assert await rig.people(UnusedKind.COVERED, "power-bi") == ["adele"]
    await rig.run()
    assert (await rig.scan()).read == 2
    # Stopping again changes nothing, and a new search begins at the beginning.
    await rig.searches.stop(TENANT, ALEX)
    assert await rig.scan() == scan
    await rig.searches.start(TENANT, ALEX, "UTC")
    assert await rig.people(UnusedKind.COVERED, "power-bi") == []
    await rig.run()
    assert (await rig.scan()).findings == FOUND


async def test_a_search_that_runs_is_not_begun_again(rig: Rig) -> None:
    assert await rig.due()
    await rig.searches.start(TENANT, ALEX, "UTC")
    assert (await rig.scan()).read == 2
    await rig.run()
    assert rig.directory.asked == ["first", "1", "2"]


async def test_each_person_has_a_search_of_their_own(rig: Rig) -> None:
    assert await rig.searches.scan(TENANT, "megan") is None
    assert await rig.searches.follow(TENANT, "megan", "draft") is None
    await rig.searches.stop(TENANT, "megan")
    await rig.searches.start(TENANT, "megan", "UTC")
    await rig.run()
    await rig.searches.start(TENANT, "megan", "UTC")
    assert (await rig.scan()).findings == FOUND


async def test_a_pause_that_microsoft_asks_for_is_kept(rig: Rig) -> None:
    rig.directory.troubles = [None, SlowDown(Answer(429), 30.0), SlowDown(Answer(429), None)]
    began = rig.clock.now()
    await rig.run()
    assert (await rig.scan()).findings == FOUND
    assert rig.clock.now() == began + timedelta(seconds=32)


async def test_a_page_that_fails_for_a_while_is_read_again(rig: Rig) -> None:
    rig.directory.troubles = [None, *[TenantUnavailable(Answer(503))] * (MOST_FAILURES - 1)]
    await rig.run()
    assert (await rig.scan()).findings == FOUND
    assert rig.directory.asked == ["first", *["1"] * MOST_FAILURES, "2"]


async def test_a_link_that_has_expired_begins_the_list_again(rig: Rig) -> None:
    rig.directory.troubles = [None, UnreadAnswer(Answer(400, "Directory_ExpiredPageToken"))]
    await rig.run()
    scan = await rig.scan()
    assert (scan.state, scan.read, scan.findings) == (ScanState.DONE, 5, FOUND)
    assert await rig.people(UnusedKind.COVERED, "power-bi") == ["adele", "lidia"]
    assert rig.directory.asked == ["first", "1", "first", "1", "2"]


@pytest.mark.parametrize(
    ("errors", "state", "read"),
    [
        ([None, *[TenantUnavailable(Answer(503))] * MOST_FAILURES], ScanState.NO_ANSWER, 2),
        ([None, *[UnreadAnswer(Answer(400)), None] * MOST_RESTARTS], ScanState.DONE, 5),
        ([None, *[UnreadAnswer(Answer(400)), None] * (MOST_RESTARTS + 1)], ScanState.NO_ANSWER, 2),
        ([UnreadAnswer(Answer(400))], ScanState.NO_ANSWER, 0),
        ([NotAllowed(Answer(403))], ScanState.REFUSED, 0),
        ([None, NotAllowed(Answer(403))], ScanState.REFUSED, 2),
        ([SignInNeeded()], ScanState.SIGNED_OUT, 0),
    ],
)
async def test_what_can_not_be_read_ends_it_and_says_so(
    rig: Rig, errors: list[TenantError | None], state: ScanState, read: int
) -> None:
    rig.directory.troubles = errors
    await rig.run()
    scan = await rig.scan()
    assert (scan.state, scan.read) == (state, read)
    assert scan.ended_at is not None


async def test_the_result_is_deleted_after_a_while(rig: Rig) -> None:
    await rig.run()
    rig.clock.time += KEPT
    assert await rig.searches.scan(TENANT, ALEX) is None
    assert await rig.searches.follow(TENANT, ALEX, "draft") is None
    assert await rig.due()
    assert await rig.people(UnusedKind.COVERED, "power-bi") == []
    async with rig.ledger.read() as unit:
        assert await unit.finding_scans.get(TENANT, ALEX) is None
        assert await unit.timers.due_at(SCAN, f"{TENANT}/{ALEX}") is None


async def test_a_person_who_is_on_two_pages_is_listed_once(rig: Rig) -> None:
    rig.directory.pages = (PAGES[0], PAGES[0])
    await rig.run()
    assert await rig.people(UnusedKind.COVERED, "power-bi") == ["adele"]


async def test_the_card_that_shows_it_is_the_one_drawn_last(rig: Rig) -> None:
    await rig.searches.follow(TENANT, ALEX, "first")
    await rig.searches.follow(TENANT, ALEX, "second")
    assert await rig.due()
    async with rig.ledger.read() as unit:
        row = await unit.finding_scans.get(TENANT, ALEX)
        assert row is not None
        assert row.draft == "second"
        assert await unit.timers.due_at(CARD, f"{TENANT}/{ALEX}") is not None
    # Where the card moves while a page is read, the page does not move it back.
    scheduler = Scheduler(rig.ledger, rig.clock, {SCAN: rig.searches.read_page}, lambda: None)
    claimed: list[Timer] = list((await scheduler.claim(1))[1])
    result = await rig.searches.read_page(claimed[0])
    await rig.searches.follow(TENANT, ALEX, "third")
    await rig.ledger.write(result.store)
    async with rig.ledger.read() as unit:
        row = await unit.finding_scans.get(TENANT, ALEX)
    assert row is not None
    assert (row.draft, row.scan.read) == ("third", 4)
