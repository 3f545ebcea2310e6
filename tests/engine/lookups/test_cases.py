"""Open eDiscovery cases are known without anybody waiting, at Graph's five requests a minute."""

from datetime import datetime, timedelta

import pytest

from engine.lookups.cached import CachedLookups
from engine.lookups.cases import (
    AGAIN,
    APART,
    APP,
    CASES,
    FRESH,
    REFUSED,
    THROWN_AWAY,
    CaseLookups,
    begin_with,
)
from engine.lookups.mailboxes import MailboxLookups
from ledger import Ledger
from licensing.errors import NotAllowed, SignInNeeded, SlowDown, TenantUnavailable
from licensing.tenant.cases import Case, Hold
from licensing.tenant.checks import Check, Looking, Unchecked
from tests.engine.lookups.conftest import Clock, StandIn
from tests.support.ledger import NOW, TENANT

TWO = {"falcon": ["Adele@contoso.example", "lee@contoso.example"], "osprey": []}


class Bell:
    """Rings the tenant's timer when it is due, and notes when it did."""

    def __init__(self, ledger: Ledger, clock: Clock, tenant: StandIn) -> None:
        self.ledger, self.clock, self.tenant = ledger, clock, tenant
        self.watch = CaseLookups(ledger, tenant, clock)
        self.rang: list[datetime] = []

    @property
    def ended(self) -> datetime:
        """When a look ended: the last ring found nothing more to do."""
        return self.rang[-2]

    async def due(self) -> datetime | None:
        async with self.ledger.read() as unit:
            return await unit.timers.due_at(CASES, TENANT)

    async def ring(self, *, crash: bool = False) -> bool:
        """Wait until the timer is due and do it; False when there is none."""
        due = await self.due()
        if due is None:
            return False
        self.clock.time = max(self.clock.time, due)
        self.rang.append(self.clock.time)
        rung = await self.watch.ring(TENANT)
        if crash:
            return True
        async with self.ledger.begin() as unit:
            (timer,) = await unit.timers.claim([CASES], self.clock.now(), timedelta(15), 1)
            if rung.again is None:
                await unit.timers.end(timer)
            else:
                await unit.timers.again(timer, rung.again)
            await rung.store(unit)
        return True

    async def ring_until_quiet(self) -> None:
        """Until nothing is due within a minute."""
        while (due := await self.due()) is not None and due <= self.clock.time + AGAIN:
            await self.ring()


@pytest.fixture
def scheduler(ledger: Ledger, clock: Clock, tenant: StandIn) -> Bell:
    return Bell(ledger, clock, tenant)


def lookups(scheduler: Bell, looking: Looking = Looking.ASKER, there: bool = True) -> CachedLookups:
    mailboxes = MailboxLookups(scheduler.ledger, scheduler.tenant, scheduler.clock)
    return CachedLookups(scheduler.ledger, scheduler.clock, mailboxes, looking, there)


async def test_the_first_answer_is_not_yet_and_the_look_begins_at_once(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    view = await lookups(scheduler).cases(TENANT, "alex")
    assert view.check == Check(Unchecked.NOT_YET, own_view=True)
    assert await scheduler.due() == NOW


async def test_a_look_knows_everybody_in_every_open_case(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await scheduler.ring_until_quiet()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(None, scheduler.ended, own_view=True)
    assert view.of(["adele@Contoso.example"]) == (Case("falcon", "Falcon", Hold.APPLIED),)
    assert view.of(["lee@contoso.example"]) == (Case("falcon", "Falcon", Hold.APPLIED),)
    assert view.of(["source@contoso.example"]) == (Case("osprey", "Osprey", Hold.NONE),)
    assert view.of(["megan@contoso.example"]) == ()


async def test_no_two_requests_are_closer_than_graph_allows(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer |= {"alex": TWO, "adele": TWO}
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await asking.cases(TENANT, "adele")
    await scheduler.ring_until_quiet()
    assert len(scheduler.tenant.asked) == len(scheduler.rang) - 1 == 14
    gaps = [
        after - before for before, after in zip(scheduler.rang, scheduler.rang[1:], strict=False)
    ]
    assert min(gaps) >= APART
    assert timedelta(minutes=1) <= APART * 5


async def test_one_viewer_sees_nothing_of_anothers_cases(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer |= {"alex": TWO, "adele": {}}
    asking = lookups(scheduler)
    for person in ("alex", "adele"):
        await asking.cases(TENANT, person)
    await scheduler.ring_until_quiet()
    assert (await asking.cases(TENANT, "adele")).by_address == {}
    assert (await asking.cases(TENANT, "alex")).by_address != {}


async def test_after_a_crash_only_the_last_request_is_made_again(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    for _ in range(3):
        await scheduler.ring()
    await scheduler.ring(crash=True)
    await scheduler.ring_until_quiet()
    assert len(scheduler.tenant.asked) == 8
    assert len((await asking.cases(TENANT, "alex")).by_address) == 3


async def test_who_has_no_role_is_told_so_and_asked_for_again_after_an_hour(
    scheduler: Bell,
) -> None:
    asking = lookups(scheduler)
    scheduler.tenant.troubles = [NotAllowed()]
    await asking.cases(TENANT, "alex")
    await scheduler.ring_until_quiet()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(Unchecked.NO_ROLE, own_view=True)
    assert await scheduler.due() == NOW + THROWN_AWAY
    scheduler.clock.forward(minutes=30)
    await asking.cases(TENANT, "alex")
    await scheduler.ring_until_quiet()
    assert len(scheduler.tenant.asked) == 1
    scheduler.clock.forward(minutes=31)
    await asking.cases(TENANT, "alex")
    await scheduler.ring_until_quiet()
    assert len(scheduler.tenant.asked) == 2
    assert (await asking.cases(TENANT, "alex")).check.done


async def test_a_role_that_is_lost_does_not_hide_what_was_found(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await scheduler.ring_until_quiet()
    ended = scheduler.ended
    scheduler.clock.forward(hours=6, minutes=1)
    scheduler.tenant.troubles = [NotAllowed()]
    await asking.cases(TENANT, "alex")
    await scheduler.ring_until_quiet()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(Unchecked.NO_ROLE, ended, own_view=True)
    assert view.of(["adele@contoso.example"])


async def test_what_the_app_may_see_is_looked_at_from_the_start_and_again_and_again(
    scheduler: Bell,
) -> None:
    scheduler.tenant.cases_by_viewer[APP] = TWO
    await begin_with(scheduler.ledger, [TENANT], scheduler.clock.now())
    await scheduler.ring_until_quiet()
    view = await lookups(scheduler, Looking.APP).cases(TENANT, "whoever")
    assert view.check == Check(None, scheduler.ended)
    looked = scheduler.ended
    assert await scheduler.due() == looked + FRESH
    await scheduler.ring()
    assert scheduler.tenant.asked[-1] == " cases"


async def test_an_app_without_the_permission_is_tried_every_hour(scheduler: Bell) -> None:
    scheduler.tenant.troubles = [NotAllowed()]
    await begin_with(scheduler.ledger, [TENANT], scheduler.clock.now())
    await scheduler.ring()
    view = await lookups(scheduler, Looking.APP).cases(TENANT, "whoever")
    assert view.check == Check(Unchecked.NO_PERMISSION)
    await scheduler.ring()
    assert await scheduler.due() == NOW + REFUSED
    await scheduler.ring()
    assert len(scheduler.tenant.asked) == 2


async def test_a_slow_down_is_obeyed(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    scheduler.tenant.troubles = [SlowDown(seconds=47.5)]
    await lookups(scheduler).cases(TENANT, "alex")
    await scheduler.ring()
    assert await scheduler.due() == NOW + timedelta(seconds=47.5)


async def test_a_tenant_that_does_not_answer_is_told_and_asked_again(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    scheduler.tenant.troubles = [TenantUnavailable()]
    await asking.cases(TENANT, "alex")
    await scheduler.ring()
    assert (await asking.cases(TENANT, "alex")).check.why is Unchecked.NO_ANSWER
    await scheduler.ring_until_quiet()
    assert (await asking.cases(TENANT, "alex")).check.done


async def test_an_answer_that_stays_away_later_leaves_what_is_known(scheduler: Bell) -> None:
    scheduler.tenant.cases_by_viewer[APP] = TWO
    await begin_with(scheduler.ledger, [TENANT], scheduler.clock.now())
    await scheduler.ring_until_quiet()
    scheduler.tenant.troubles = [TenantUnavailable()]
    await scheduler.ring()
    assert await scheduler.due() == scheduler.clock.time + AGAIN
    assert (await lookups(scheduler, Looking.APP).cases(TENANT, "a")).check.done
    assert await scheduler.due() == scheduler.clock.time + APART


async def test_who_signed_out_is_not_looked_up_for(scheduler: Bell) -> None:
    scheduler.tenant.troubles = [SignInNeeded()]
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await scheduler.ring()
    assert (await asking.cases(TENANT, "alex")).check.why is Unchecked.NO_ANSWER


async def test_who_asks_no_more_is_looked_up_for_a_day_and_forgotten_after_a_week(
    scheduler: Bell,
) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    await lookups(scheduler).cases(TENANT, "alex")
    while (due := await scheduler.due()) is not None and due < NOW + timedelta(days=2):
        await scheduler.ring()
    assert scheduler.tenant.asked.count("alex cases") == 8
    assert await scheduler.due() == NOW + THROWN_AWAY
    await scheduler.ring()
    assert await scheduler.due() is None
    async with scheduler.ledger.read() as unit:
        assert await unit.case_views.all(TENANT) == ()
        assert await unit.case_views.members(TENANT, "alex", 4) == ()


async def test_asking_at_every_click_writes_seldom(scheduler: Bell) -> None:
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    async with scheduler.ledger.read() as unit:
        before = await unit.case_views.get(TENANT, "alex")
    scheduler.clock.forward(minutes=9)
    await asking.cases(TENANT, "alex")
    async with scheduler.ledger.read() as unit:
        assert await unit.case_views.get(TENANT, "alex") == before


@pytest.mark.parametrize(
    ("looking", "there", "why"),
    [
        (Looking.OFF, True, Unchecked.OFF),
        (Looking.ASKER, False, Unchecked.CLOUD),
        (Looking.APP, False, Unchecked.CLOUD),
    ],
)
async def test_where_nobody_looks_it_is_said_and_nothing_is_asked(
    scheduler: Bell, looking: Looking, there: bool, why: Unchecked
) -> None:
    asking = lookups(scheduler, looking, there)
    await asking.begin(TENANT, "alex")
    assert (await asking.cases(TENANT, "alex")).check == Check(why)
    assert await scheduler.due() is None
    assert asking.looks_as_app is False
