"""What is read in the background: cases, mailboxes, subscriptions and groups, over HTTP."""

from dataclasses import replace
from datetime import date

import pytest

from graph.background import BackgroundReaders
from licensing import errors
from licensing.tenant.cases import CasePage, Hold
from licensing.tenant.checks import NotChecked
from licensing.tenant.groups import MembershipType
from licensing.tenant.mailboxes import Mailbox
from sandbox.organization.accounts import id_of
from sandbox.organization.ediscovery import Custodian, HoldPolicy
from sandbox.organization.groups import BY_NAME
from sandbox.organization.personas import ADELE, ALEX, DOMAIN, TENANT
from sandbox.organization.products import CATALOG
from sandbox.state import CASE_THROTTLE
from sandbox.state import TENANT as SANDBOX
from tests.graph.conftest import E3, Bench

PATTI = id_of(f"pattif@{DOMAIN}")


@pytest.fixture
async def readers(bench: Bench) -> BackgroundReaders:
    bench.app[CASE_THROTTLE].per_minute = 1_000
    return BackgroundReaders(bench.tenants, bench.tokens)


async def all_cases(readers: BackgroundReaders, viewer: str) -> list[str]:
    page = await readers.cases_as(TENANT, viewer).cases(None)
    return [name for _, name in page.cases]


async def test_open_cases_are_those_that_the_viewer_may_see(readers: BackgroundReaders) -> None:
    both = ["Fabrikam contract dispute", "Insider trading review"]
    assert await all_cases(readers, ADELE.oid) == both
    assert await all_cases(readers, "") == both
    assert await all_cases(readers, PATTI) == both[:1]
    with pytest.raises(errors.NotAllowed):
        await all_cases(readers, ALEX.oid)


async def test_custodians_come_with_their_hold_and_who_was_released_does_not(
    readers: BackgroundReaders,
) -> None:
    reader = readers.cases_as(TENANT, ADELE.oid)
    (dispute, _), (review, _) = (await reader.cases(None)).cases
    assert (await reader.custodians(dispute, None)).members == (
        (f"henriettam@{DOMAIN}", Hold.APPLIED),
        (f"johannal@{DOMAIN}", Hold.NONE),
    )
    assert (await reader.custodians(review, None)).members == (
        (f"henriettam@{DOMAIN}", Hold.APPLIED),
    )
    assert (await reader.sources(review, None)).members == ((f"never.came@{DOMAIN}", Hold.APPLIED),)
    assert (await reader.sources(dispute, None)).members == ()


async def test_hold_policies_come_with_their_state_and_the_mailboxes_in_them(
    readers: BackgroundReaders, bench: Bench
) -> None:
    people = (Custodian("held@contoso.example", "Held"), Custodian("", "No address"))
    holds = (HoldPolicy("Mail", people), HoldPolicy("Old", people, enabled=False))
    tenant = bench.app[SANDBOX]
    purview = tenant.organization.purview
    case = replace(purview.cases[0], custodians=(), sources=(), holds=holds)
    tenant.organization = replace(
        tenant.organization, purview=replace(purview, cases=(case, *purview.cases[1:]))
    )
    reader = readers.cases_as(TENANT, ADELE.oid)
    found = await reader.holds(case.id, None)
    assert [state for _, state in found.holds] == [Hold.APPLIED, Hold.NONE]
    for id_, state in found.holds:
        held = await reader.held(case.id, id_, state, None)
        assert held.members == (("held@contoso.example", state),)
    assert (await reader.custodians(case.id, None)).members == ()


async def test_without_a_role_ediscovery_answers_401_and_other_401s_are_no_refusal(
    readers: BackgroundReaders, bench: Bench
) -> None:
    with pytest.raises(errors.NotAllowed) as caught:
        await all_cases(readers, ALEX.oid)
    assert caught.value.answer.status == 401
    path = "/security/cases/ediscoveryCases"
    bench.fault(path=path, status=401, times=2, code="InvalidAuthenticationToken")
    with pytest.raises(errors.UnreadAnswer):
        await all_cases(readers, ADELE.oid)


async def test_the_next_page_is_asked_for_by_its_link(
    readers: BackgroundReaders, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.directory.cases._TOP", 1)
    reader = readers.cases_as(TENANT, ADELE.oid)
    first = await reader.cases(None)
    second = await reader.cases(first.link)
    third = await reader.cases(second.link)
    # The last one is closed, and is left out.
    assert [len(page.cases) for page in (first, second, third)] == [1, 1, 0]
    assert third == CasePage(())
    assert bench.requests


async def test_the_sixth_request_of_a_minute_is_too_much(
    readers: BackgroundReaders, bench: Bench
) -> None:
    bench.app[CASE_THROTTLE].per_minute = 5
    for _ in range(5):
        await all_cases(readers, ADELE.oid)
    with pytest.raises(errors.SlowDown) as caught:
        await all_cases(readers, "")
    assert 0 < (caught.value.seconds or 0) <= 60


async def test_the_app_reads_whose_mailbox_it_is(readers: BackgroundReaders, bench: Bench) -> None:
    reader = readers.mailboxes(TENANT)
    assert await reader.kind(bench.account("support").id) is Mailbox.SHARED
    assert await reader.kind(bench.account("isaiahl").id) is Mailbox.USER
    # Irvin has no mail.
    assert await reader.kind(bench.account("irvins").id) is Mailbox.USER
    with pytest.raises(errors.UnknownPerson):
        await reader.kind("00000000-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        ("shared", Mailbox.SHARED),
        ({"value": "shared"}, Mailbox.SHARED),
        ({"value": "Room"}, Mailbox.ROOM),
        ({"value": "user"}, Mailbox.USER),
        ({"value": 7}, Mailbox.USER),
        (None, Mailbox.USER),
    ],
)
async def test_the_purpose_of_a_mailbox_is_a_text_or_an_object(
    readers: BackgroundReaders, bench: Bench, purpose: object, kind: Mailbox
) -> None:
    bench.fault(path="/users/*/mailboxSettings", status=200, body={"userPurpose": purpose})
    reader = readers.mailboxes(TENANT)
    assert await reader.kind(bench.account("isaiahl").id) is kind


async def test_what_people_bought_themselves_is_told_apart(bench: Bench) -> None:
    directory = bench.directory
    e5 = CATALOG["SPE_E5"]
    directory.products[e5.id] = replace(directory.products[e5.id], bought_by="people")
    visio = CATALOG["VISIOCLIENT"]
    directory.products[visio.id] = replace(directory.products[visio.id], bought_by="both")
    found = await bench.tenant.subscriptions()
    assert found.check.done
    assert found.self_bought(e5.id)
    assert not found.self_bought(E3)
    assert found.partly_self_bought(visio.id)
    assert found.renews(E3) == date(2027, 3, 1)
    await bench.tenant.subscriptions()
    assert bench.paths().count("/directory/subscriptions") == 1


@pytest.mark.parametrize(
    ("status", "why"), [(403, NotChecked.NO_PERMISSION), (400, NotChecked.NO_ANSWER)]
)
async def test_subscriptions_that_cannot_be_read_say_so(
    bench: Bench, status: int, why: NotChecked
) -> None:
    bench.fault(path="/directory/subscriptions", status=status, code="x", message="no")
    assert (await bench.tenant.subscriptions()).check.why is why
    bench.clock.forward(minutes=6)
    assert (await bench.tenant.subscriptions()).check.done


async def test_groups_tell_how_people_come_into_them_and_what_they_give(bench: Bench) -> None:
    ids = {name: BY_NAME[name].id for name in ("Sales E3", "Engineering E5", "Frontline F3")}
    facts = await bench.tenant.group_facts(ids.values())
    assert facts[ids["Sales E3"]].membership is MembershipType.ASSIGNED
    assert facts[ids["Sales E3"]].products == (E3,)
    assert facts[ids["Engineering E5"]].membership is MembershipType.DYNAMIC
    assert facts[ids["Frontline F3"]].membership is MembershipType.SYNCED


async def test_former_addresses_of_a_person_are_read_too(bench: Bench) -> None:
    lidia = await bench.tenant.read_person(bench.account("lidiah").id)
    assert lidia.addresses == {f"lidiah@{DOMAIN}", f"lidia.holloway@{DOMAIN}"}
