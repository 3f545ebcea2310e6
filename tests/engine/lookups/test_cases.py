"""Open eDiscovery cases are known without anyone waiting, at Graph's five requests a minute."""

from datetime import datetime, timedelta

import pytest

from engine.lookups.cached import CachedLookups
from engine.lookups.cases import (
    APP,
    CASES,
    FRESH,
    INTERVAL,
    REFUSED_RETRY,
    RETENTION,
    UNANSWERED_RETRY,
    CaseLookups,
    request_app_views,
)
from engine.lookups.mailboxes import MailboxLookups
from ledger import Ledger
from licensing.errors import (
    Answer,
    NotAllowed,
    SignInNeeded,
    SlowDown,
    TenantError,
    TenantUnavailable,
    UnreadAnswer,
)
from licensing.tenant.cases import Case, Hold
from licensing.tenant.checks import CaseAccess, Check, NotChecked
from tests.engine.lookups.conftest import Clock, StandIn, timer_of
from tests.support.ledger import NOW, TENANT

TWO = {"falcon": ["Adele@contoso.example", "lee@contoso.example"], "osprey": []}


class Scheduler:
    """Runs the handler of the tenant's timer when it is due, and notes when it did."""

    def __init__(self, ledger: Ledger, clock: Clock, tenant: StandIn) -> None:
        self.ledger, self.clock, self.tenant = ledger, clock, tenant
        self.lookups = CaseLookups(ledger, tenant.cases_as, clock)
        self.ran_at: list[datetime] = []

    @property
    def ended(self) -> datetime:
        """When a scan ended: the last run of the handler found nothing more to do."""
        return self.ran_at[-2]

    async def due(self) -> datetime | None:
        async with self.ledger.read() as unit:
            return await unit.timers.due_at(CASES, TENANT)

    async def run(self, *, crash: bool = False) -> bool:
        """Wait until the timer is due and do it; False when there is none."""
        due = await self.due()
        if due is None:
            return False
        self.clock.time = max(self.clock.time, due)
        self.ran_at.append(self.clock.time)
        result = await self.lookups.handle(timer_of(CASES))
        if crash:
            return True
        async with self.ledger.begin() as unit:
            (timer,) = await unit.timers.claim([CASES], self.clock.now(), timedelta(15), 1)
            if result.again is None:
                await unit.timers.end(timer)
            else:
                await unit.timers.again(timer, result.again)
            await result.store(unit)
        return True

    async def run_until_idle(self) -> None:
        """Until nothing is due within a minute."""
        while (due := await self.due()) is not None and due <= self.clock.time + UNANSWERED_RETRY:
            await self.run()


@pytest.fixture
def scheduler(ledger: Ledger, clock: Clock, tenant: StandIn) -> Scheduler:
    return Scheduler(ledger, clock, tenant)


def lookups(
    scheduler: Scheduler, looking: CaseAccess = CaseAccess.ASKER, there: bool = True
) -> CachedLookups:
    mailboxes = MailboxLookups(scheduler.ledger, scheduler.tenant.mailboxes, scheduler.clock)
    return CachedLookups(scheduler.ledger, scheduler.clock, mailboxes, looking, there)


async def test_the_first_answer_is_not_yet_and_the_scan_starts_immediately(
    scheduler: Scheduler,
) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    view = await lookups(scheduler).cases(TENANT, "alex")
    assert view.check == Check(NotChecked.NOT_YET, own_view=True)
    assert await scheduler.due() == NOW


async def test_a_scan_finds_everyone_in_every_open_case(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await scheduler.run_until_idle()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(None, scheduler.ended, own_view=True)
    assert view.of(["adele@Contoso.example"]) == (Case("falcon", "Falcon", Hold.APPLIED),)
    assert view.of(["lee@contoso.example"]) == (Case("falcon", "Falcon", Hold.APPLIED),)
    assert view.of(["source@contoso.example"]) == (Case("osprey", "Osprey", Hold.NONE),)
    assert view.of(["megan@contoso.example"]) == ()


async def test_no_two_requests_are_closer_than_graph_allows(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer |= {"alex": TWO, "adele": TWO}
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await asking.cases(TENANT, "adele")
    await scheduler.run_until_idle()
    assert len(scheduler.tenant.asked) == len(scheduler.ran_at) - 1 == 18
    gaps = [
        after - before
        for before, after in zip(scheduler.ran_at, scheduler.ran_at[1:], strict=False)
    ]
    assert min(gaps) >= INTERVAL
    assert timedelta(minutes=1) <= INTERVAL * 5


async def test_a_viewer_sees_nothing_of_another_viewers_cases(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer |= {"alex": TWO, "adele": {}}
    asking = lookups(scheduler)
    for person in ("alex", "adele"):
        await asking.cases(TENANT, person)
    await scheduler.run_until_idle()
    assert (await asking.cases(TENANT, "adele")).by_address == {}
    assert (await asking.cases(TENANT, "alex")).by_address != {}


async def test_after_a_crash_only_the_last_request_is_made_again(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    for _ in range(3):
        await scheduler.run()
    await scheduler.run(crash=True)
    await scheduler.run_until_idle()
    assert len(scheduler.tenant.asked) == 10
    assert len((await asking.cases(TENANT, "alex")).by_address) == 3


async def test_a_person_without_the_role_is_told_and_scanned_for_again_after_an_hour(
    scheduler: Scheduler,
) -> None:
    asking = lookups(scheduler)
    scheduler.tenant.troubles = [NotAllowed()]
    await asking.cases(TENANT, "alex")
    await scheduler.run_until_idle()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(NotChecked.NO_ROLE, own_view=True)
    assert await scheduler.due() == NOW + RETENTION
    scheduler.clock.forward(minutes=30)
    await asking.cases(TENANT, "alex")
    await scheduler.run_until_idle()
    assert len(scheduler.tenant.asked) == 1
    scheduler.clock.forward(minutes=31)
    await asking.cases(TENANT, "alex")
    await scheduler.run_until_idle()
    assert len(scheduler.tenant.asked) == 2
    assert (await asking.cases(TENANT, "alex")).check.done


async def test_a_role_that_is_lost_does_not_hide_what_was_found(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await scheduler.run_until_idle()
    ended = scheduler.ended
    scheduler.clock.forward(hours=6, minutes=1)
    scheduler.tenant.troubles = [NotAllowed()]
    await asking.cases(TENANT, "alex")
    await scheduler.run_until_idle()
    view = await asking.cases(TENANT, "alex")
    assert view.check == Check(NotChecked.NO_ROLE, ended, own_view=True)
    assert view.of(["adele@contoso.example"])


async def test_what_the_app_may_see_is_scanned_from_the_start_and_repeatedly(
    scheduler: Scheduler,
) -> None:
    scheduler.tenant.cases_by_viewer[APP] = TWO
    await request_app_views(scheduler.ledger, [TENANT], scheduler.clock.now())
    await scheduler.run_until_idle()
    view = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "anyone")
    assert view.check == Check(None, scheduler.ended)
    looked = scheduler.ended
    assert await scheduler.due() == looked + FRESH
    await scheduler.run()
    assert scheduler.tenant.asked[-1] == " cases"


async def test_an_app_without_the_permission_is_tried_every_hour(scheduler: Scheduler) -> None:
    scheduler.tenant.troubles = [NotAllowed()]
    await request_app_views(scheduler.ledger, [TENANT], scheduler.clock.now())
    await scheduler.run()
    view = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "anyone")
    assert view.check == Check(NotChecked.NO_PERMISSION)
    await scheduler.run()
    assert await scheduler.due() == NOW + REFUSED_RETRY
    await scheduler.run()
    assert len(scheduler.tenant.asked) == 2


async def test_a_slow_down_is_obeyed(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    scheduler.tenant.troubles = [SlowDown(seconds=47.5)]
    await lookups(scheduler).cases(TENANT, "alex")
    await scheduler.run()
    assert await scheduler.due() == NOW + timedelta(seconds=47.5)


async def test_no_answer_is_told_and_the_tenant_is_asked_again(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    asking = lookups(scheduler)
    scheduler.tenant.troubles = [TenantUnavailable()]
    await asking.cases(TENANT, "alex")
    await scheduler.run()
    assert (await asking.cases(TENANT, "alex")).check.why is NotChecked.NO_ANSWER
    await scheduler.run_until_idle()
    assert (await asking.cases(TENANT, "alex")).check.done


async def test_no_answer_in_a_later_scan_leaves_what_is_known(scheduler: Scheduler) -> None:
    scheduler.tenant.cases_by_viewer[APP] = TWO
    await request_app_views(scheduler.ledger, [TENANT], scheduler.clock.now())
    await scheduler.run_until_idle()
    scheduler.tenant.troubles = [TenantUnavailable()]
    await scheduler.run()
    assert await scheduler.due() == scheduler.clock.time + UNANSWERED_RETRY
    assert (await lookups(scheduler, CaseAccess.APP).cases(TENANT, "a")).check.done
    assert await scheduler.due() == scheduler.clock.time + INTERVAL


async def test_a_person_who_signed_out_is_not_scanned_for(scheduler: Scheduler) -> None:
    scheduler.tenant.troubles = [SignInNeeded()]
    asking = lookups(scheduler)
    await asking.cases(TENANT, "alex")
    await scheduler.run()
    assert (await asking.cases(TENANT, "alex")).check.why is NotChecked.NO_ANSWER


async def test_a_person_who_stops_asking_is_scanned_for_a_day_and_forgotten_after_a_week(
    scheduler: Scheduler,
) -> None:
    scheduler.tenant.cases_by_viewer["alex"] = TWO
    await lookups(scheduler).cases(TENANT, "alex")
    while (due := await scheduler.due()) is not None and due < NOW + timedelta(days=2):
        await scheduler.run()
    assert scheduler.tenant.asked.count("alex cases") == 8
    assert await scheduler.due() == NOW + RETENTION
    await scheduler.run()
    assert await scheduler.due() is None
    async with scheduler.ledger.read() as unit:
        assert await unit.case_views.all(TENANT) == ()
        assert await unit.case_views.members(TENANT, "alex", 4) == ()


async def test_asking_at_every_click_writes_seldom(scheduler: Scheduler) -> None:
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
        (CaseAccess.OFF, True, NotChecked.OFF),
        (CaseAccess.ASKER, False, NotChecked.CLOUD),
        (CaseAccess.APP, False, NotChecked.CLOUD),
    ],
)
async def test_where_no_one_looks_it_is_said_and_nothing_is_asked(
    scheduler: Scheduler, looking: CaseAccess, there: bool, why: NotChecked
) -> None:
    asking = lookups(scheduler, looking, there)
    await asking.begin(TENANT, "alex")
    assert (await asking.cases(TENANT, "alex")).check == Check(why)
    assert await scheduler.due() is None
    assert asking.scans_as_app is False


async def test_a_case_that_was_deleted_meanwhile_holds_up_no_other(
    scheduler: Scheduler, tenant: StandIn
) -> None:
    tenant.cases_by_viewer = {APP: TWO}
    tenant.broken = {f"{APP} falcon custodians": UnreadAnswer(Answer(404, "NotFound"))}
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    await scheduler.run_until_idle()
    found = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "alex")
    assert found.check.done
    assert set(found.by_address) == {"source@contoso.example"}


@pytest.mark.parametrize(
    "error", [TenantUnavailable(Answer(500)), UnreadAnswer(Answer(400)), NotAllowed(Answer(403))]
)
async def test_a_case_that_can_not_be_read_is_skipped_and_that_is_said(
    scheduler: Scheduler, tenant: StandIn, error: TenantError
) -> None:
    tenant.cases_by_viewer = {APP: TWO}
    tenant.broken = {f"{APP} falcon custodians": error, f"{APP} falcon sources": error}
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    await scheduler.run_until_idle()
    assert len(tenant.asked) < 20
    found = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "alex")
    assert found.check.why is NotChecked.PARTLY
    assert set(found.by_address) == {"source@contoso.example"}


async def test_a_link_that_expired_begins_its_list_again(
    scheduler: Scheduler, tenant: StandIn
) -> None:
    tenant.cases_by_viewer = {APP: TWO}
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    await scheduler.run()
    tenant.troubles = [UnreadAnswer(Answer(400, "Directory_ExpiredPageToken"))]
    await scheduler.run_until_idle()
    found = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "alex")
    assert found.check.done
    assert len(found.by_address["adele@contoso.example"]) == 1


async def test_a_list_that_never_answers_is_asked_less_and_less_often(
    scheduler: Scheduler, tenant: StandIn
) -> None:
    tenant.broken = {f"{APP} cases": TenantUnavailable(Answer(500))}
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    while scheduler.clock.now() < NOW + timedelta(hours=31):
        assert await scheduler.run()
    assert len(tenant.asked) < 20


HELD = {"falcon": {"first": ["Megan@contoso.example", "sean@contoso.example"], "second": []}}


async def test_who_is_in_a_hold_policy_is_in_the_case(
    scheduler: Scheduler, tenant: StandIn
) -> None:
    tenant.cases_by_viewer, tenant.policies = {APP: TWO}, HELD
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    await scheduler.run_until_idle()
    found = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "alex")
    assert found.check.done
    for address in HELD["falcon"]["first"]:
        assert found.of([address]) == (Case("falcon", "Falcon", Hold.APPLIED),)
    assert len(tenant.asked) == 13


async def test_a_crash_between_hold_policies_repeats_one_request(
    scheduler: Scheduler, tenant: StandIn
) -> None:
    tenant.cases_by_viewer, tenant.policies = {APP: TWO}, HELD
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    while not tenant.asked or tenant.asked[-1] != f"{APP} falcon first":
        await scheduler.run()
    await scheduler.run(crash=True)
    await scheduler.run_until_idle()
    assert len(tenant.asked) == 14
    found = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "alex")
    assert len(found.by_address) == 5


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_where_graph_has_no_hold_policies_the_rest_is_complete(
    scheduler: Scheduler, tenant: StandIn, status: int
) -> None:
    tenant.cases_by_viewer, tenant.policies = {APP: TWO}, HELD
    tenant.broken = {f"{APP} {case} holds": UnreadAnswer(Answer(status)) for case in TWO}
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    await scheduler.run_until_idle()
    found = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "alex")
    assert found.check.done
    assert len(found.by_address) == 3


@pytest.mark.parametrize(
    "error", [TenantUnavailable(Answer(500)), UnreadAnswer(Answer(404)), NotAllowed(Answer(403))]
)
async def test_a_hold_policy_that_can_not_be_read_holds_up_no_other_and_is_said(
    scheduler: Scheduler, tenant: StandIn, error: TenantError
) -> None:
    tenant.cases_by_viewer = {APP: TWO}
    tenant.policies = {"falcon": {"first": ["a@b.example"], "second": ["megan@contoso.example"]}}
    tenant.broken = {f"{APP} falcon first": error}
    await request_app_views(scheduler.ledger, [TENANT], NOW)
    await scheduler.run_until_idle()
    found = await lookups(scheduler, CaseAccess.APP).cases(TENANT, "alex")
    assert found.check.why is (None if error.answer.status == 404 else NotChecked.PARTLY)
    assert found.of(["megan@contoso.example"])
