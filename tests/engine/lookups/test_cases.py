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

    def __init__(self, books: Ledger, clock: Clock, tenant: StandIn) -> None:
        self.books, self.clock, self.tenant = books, clock, tenant
        self.watch = CaseLookups(books, tenant, clock)
        self.rang: list[datetime] = []

    @property
    def ended(self) -> datetime:
        """When a look ended: the last ring found nothing more to do."""
        return self.rang[-2]

    async def due(self) -> datetime | None:
        async with self.books.read() as unit:
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
        async with self.books.begin() as unit:
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
def bell(books: Ledger, clock: Clock, tenant: StandIn) -> Bell:
    return Bell(books, clock, tenant)


def lookups(bell: Bell, looking: Looking = Looking.ASKER, there: bool = True) -> CachedLookups:
    mailboxes = MailboxLookups(bell.books, bell.tenant, bell.clock)
    return CachedLookups(bell.books, bell.clock, mailboxes, looking, there)


async def test_the_first_answer_is_not_yet_and_the_look_begins_at_once(bell: Bell) -> None:
    bell.tenant.cases_by_viewer["alex"] = TWO
    view = await lookups(bell).cases(TENANT, "alex")
    assert view.check == Check(Unchecked.NOT_YET, own_view=True)
    assert await bell.due() == NOW


async def test_a_look_knows_everybody_in_every_open_case(bell: Bell) -> None:
    bell.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(bell)
    await asking.cases(TENANT, "alex")
    await bell.ring_until_quiet()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(None, bell.ended, own_view=True)
    assert view.of(["adele@Contoso.example"]) == (Case("falcon", "Falcon", Hold.APPLIED),)
    assert view.of(["lee@contoso.example"]) == (Case("falcon", "Falcon", Hold.APPLIED),)
    assert view.of(["source@contoso.example"]) == (Case("osprey", "Osprey", Hold.NONE),)
    assert view.of(["megan@contoso.example"]) == ()


async def test_no_two_requests_are_closer_than_graph_allows(bell: Bell) -> None:
    bell.tenant.cases_by_viewer |= {"alex": TWO, "adele": TWO}
    asking = lookups(bell)
    await asking.cases(TENANT, "alex")
    await asking.cases(TENANT, "adele")
    await bell.ring_until_quiet()
    assert len(bell.tenant.asked) == len(bell.rang) - 1 == 14
    gaps = [after - before for before, after in zip(bell.rang, bell.rang[1:], strict=False)]
    assert min(gaps) >= APART
    assert timedelta(minutes=1) <= APART * 5


async def test_one_viewer_sees_nothing_of_anothers_cases(bell: Bell) -> None:
    bell.tenant.cases_by_viewer |= {"alex": TWO, "adele": {}}
    asking = lookups(bell)
    for person in ("alex", "adele"):
        await asking.cases(TENANT, person)
    await bell.ring_until_quiet()
    assert (await asking.cases(TENANT, "adele")).by_address == {}
    assert (await asking.cases(TENANT, "alex")).by_address != {}


async def test_after_a_crash_only_the_last_request_is_made_again(bell: Bell) -> None:
    bell.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(bell)
    await asking.cases(TENANT, "alex")
    for _ in range(3):
        await bell.ring()
    await bell.ring(crash=True)
    await bell.ring_until_quiet()
    assert len(bell.tenant.asked) == 8
    assert len((await asking.cases(TENANT, "alex")).by_address) == 3


async def test_who_has_no_role_is_told_so_and_asked_for_again_after_an_hour(bell: Bell) -> None:
    asking = lookups(bell)
    bell.tenant.troubles = [NotAllowed()]
    await asking.cases(TENANT, "alex")
    await bell.ring_until_quiet()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(Unchecked.NO_ROLE, own_view=True)
    assert await bell.due() == NOW + THROWN_AWAY
    bell.clock.forward(minutes=30)
    await asking.cases(TENANT, "alex")
    await bell.ring_until_quiet()
    assert len(bell.tenant.asked) == 1
    bell.clock.forward(minutes=31)
    await asking.cases(TENANT, "alex")
    await bell.ring_until_quiet()
    assert len(bell.tenant.asked) == 2
    assert (await asking.cases(TENANT, "alex")).check.done


async def test_a_role_that_is_lost_does_not_hide_what_was_found(bell: Bell) -> None:
    bell.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(bell)
    await asking.cases(TENANT, "alex")
    await bell.ring_until_quiet()
    ended = bell.ended
    bell.clock.forward(hours=6, minutes=1)
    bell.tenant.troubles = [NotAllowed()]
    await asking.cases(TENANT, "alex")
    await bell.ring_until_quiet()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(Unchecked.NO_ROLE, ended, own_view=True)
    assert view.of(["adele@contoso.example"])


async def test_what_the_app_may_see_is_looked_at_from_the_start_and_again_and_again(
    bell: Bell,
) -> None:
    bell.tenant.cases_by_viewer[APP] = TWO
    await begin_with(bell.books, [TENANT], bell.clock.now())
    await bell.ring_until_quiet()
    view = await lookups(bell, Looking.APP).cases(TENANT, "whoever")
    assert view.check == Check(None, bell.ended)
    looked = bell.ended
    assert await bell.due() == looked + FRESH
    await bell.ring()
    assert bell.tenant.asked[-1] == " cases"


async def test_an_app_without_the_permission_is_tried_every_hour(bell: Bell) -> None:
    bell.tenant.troubles = [NotAllowed()]
    await begin_with(bell.books, [TENANT], bell.clock.now())
    await bell.ring()
    view = await lookups(bell, Looking.APP).cases(TENANT, "whoever")
    assert view.check == Check(Unchecked.NO_PERMISSION)
    await bell.ring()
    assert await bell.due() == NOW + REFUSED
    await bell.ring()
    assert len(bell.tenant.asked) == 2


async def test_a_slow_down_is_obeyed(bell: Bell) -> None:
    bell.tenant.cases_by_viewer["alex"] = TWO
    bell.tenant.troubles = [SlowDown(seconds=47.5)]
    await lookups(bell).cases(TENANT, "alex")
    await bell.ring()
    assert await bell.due() == NOW + timedelta(seconds=47.5)


async def test_a_tenant_that_does_not_answer_is_told_and_asked_again(bell: Bell) -> None:
    bell.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(bell)
    bell.tenant.troubles = [TenantUnavailable()]
    await asking.cases(TENANT, "alex")
    await bell.ring()
    assert (await asking.cases(TENANT, "alex")).check.why is Unchecked.NO_ANSWER
    await bell.ring_until_quiet()
    assert (await asking.cases(TENANT, "alex")).check.done


async def test_an_answer_that_stays_away_later_leaves_what_is_known(bell: Bell) -> None:
    bell.tenant.cases_by_viewer[APP] = TWO
    await begin_with(bell.books, [TENANT], bell.clock.now())
    await bell.ring_until_quiet()
    bell.tenant.troubles = [TenantUnavailable()]
    await bell.ring()
    assert await bell.due() == bell.clock.time + AGAIN
    assert (await lookups(bell, Looking.APP).cases(TENANT, "a")).check.done
    assert await bell.due() == bell.clock.time + APART


async def test_who_signed_out_is_not_looked_up_for(bell: Bell) -> None:
    bell.tenant.troubles = [SignInNeeded()]
    asking = lookups(bell)
    await asking.cases(TENANT, "alex")
    await bell.ring()
    assert (await asking.cases(TENANT, "alex")).check.why is Unchecked.NO_ANSWER


async def test_who_asks_no_more_is_looked_up_for_a_day_and_forgotten_after_a_week(
    bell: Bell,
) -> None:
    bell.tenant.cases_by_viewer["alex"] = TWO
    await lookups(bell).cases(TENANT, "alex")
    while (due := await bell.due()) is not None and due < NOW + timedelta(days=2):
        await bell.ring()
    assert bell.tenant.asked.count("alex cases") == 8
    assert await bell.due() == NOW + THROWN_AWAY
    await bell.ring()
    assert await bell.due() is None
    async with bell.books.read() as unit:
        assert await unit.case_views.all(TENANT) == ()
        assert await unit.case_views.members(TENANT, "alex", 4) == ()


async def test_asking_at_every_click_writes_seldom(bell: Bell) -> None:
    asking = lookups(bell)
    await asking.cases(TENANT, "alex")
    async with bell.books.read() as unit:
        before = await unit.case_views.get(TENANT, "alex")
    bell.clock.forward(minutes=9)
    await asking.cases(TENANT, "alex")
    async with bell.books.read() as unit:
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
    bell: Bell, looking: Looking, there: bool, why: Unchecked
) -> None:
    asking = lookups(bell, looking, there)
    await asking.begin(TENANT, "alex")
    assert (await asking.cases(TENANT, "alex")).check == Check(why)
    assert await bell.due() is None
    assert asking.looks_as_app is False
