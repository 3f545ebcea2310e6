"""Requests in the ledger: one end whatever comes at once, and everything that belongs to them."""

import asyncio
from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from ledger import Ledger
from ledger.requests.channels import ApprovalChannel, ChannelMember
from licensing.errors import RequestMissing, StaleDraft
from licensing.requests.delegation import Delegation
from licensing.requests.events import EventType
from licensing.requests.model import Participant, PersonalCopy, Request, State
from licensing.requests.requester import expire, withdraw
from licensing.requests.steps import Step
from tests.support.ledger import NOW, TENANT, later, plan_of
from tests.support.people import person
from tests.support.requests import (
    ADELE,
    ALEX,
    MEGAN,
    ONE_OF_TWO,
    changed,
    opened,
    says_no,
    says_yes,
)


async def stored(ledger: Ledger, *requests: Request) -> None:
    async with ledger.begin() as unit:
        await unit.plans.save(plan_of(person("joni", "e3"), person("diego", "e3")))
        for request in requests:
            await unit.requests.save(request, None)


async def test_a_request_comes_back_as_it_was(ledger: Ledger) -> None:
    request = says_yes(opened(), ADELE).request
    request = replace(
        request, held_back=(changed("joni"),), copies=(PersonalCopy("adele", "chat"),)
    )
    await stored(ledger, request)
    async with ledger.read() as unit:
        assert await unit.requests.get(request.id) == request
        assert await unit.requests.by_number(TENANT, 12) == request
        with pytest.raises(RequestMissing):
            await unit.requests.get("another")
        with pytest.raises(RequestMissing):
            await unit.requests.by_number("another", 12)


async def test_a_button_leads_to_its_request_and_its_revision(ledger: Ledger) -> None:
    request = opened()
    await stored(ledger, request)
    async with ledger.begin() as unit:
        newer = replace(request, revision=2, token="second", version=1)
        await unit.requests.save(newer, 0)
        assert await unit.requests.by_token("token 12") == (newer, 1)
        assert await unit.requests.by_token("second") == (newer, 2)
        assert await unit.requests.by_token("unknown") is None


async def test_only_who_read_the_newest_version_can_write(ledger: Ledger) -> None:
    request = opened()
    await stored(ledger, request)
    async with ledger.begin() as unit:
        await unit.requests.save(replace(request, version=1), 0)
    for expected in (0, 2, None):
        with pytest.raises(StaleDraft):
            async with ledger.begin() as unit:
                await unit.requests.save(replace(request, version=9), expected)


async def test_numbers_count_up_in_each_tenant(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        assert [await unit.requests.next_number("a") for _ in range(3)] == [1, 2, 3]
        assert await unit.requests.next_number("b") == 1


async def test_numbers_given_at_the_same_time_are_different(ledger: Ledger) -> None:
    async def number() -> int:
        async with ledger.begin() as unit:
            return await unit.requests.next_number(TENANT)

    found = await asyncio.gather(*(number() for _ in range(20)))
    assert sorted(found) == list(range(1, 21))


async def test_whatever_comes_at_once_one_end_is_stored(ledger: Ledger) -> None:
    """Approved, rejected, withdrawn and expired, each from the same version, all at once."""
    request = opened(ONE_OF_TWO)
    await stored(ledger, request)
    steps: list[Step] = [
        says_yes(request, ADELE, ONE_OF_TWO),
        says_yes(request, ALEX, ONE_OF_TWO),
        says_no(request, ADELE, ONE_OF_TWO),
        withdraw(request, MEGAN, later(1)),
        expire(request, request.expires_at),
    ]

    async def store(step: Step) -> bool:
        try:
            async with ledger.begin() as unit:
                await unit.requests.save(step.request, request.version)
                await unit.requests.add_events(request.id, step.events)
        except StaleDraft:
            return False
        return True

    done = await asyncio.gather(*(store(step) for step in steps))
    assert done.count(True) == 1
    won = steps[done.index(True)]
    async with ledger.read() as unit:
        assert await unit.requests.get(request.id) == won.request
        assert await unit.requests.trail(request.id, 10) == won.events


async def test_lists_of_requests_are_those_that_people_ask_for(ledger: Ledger) -> None:
    ended = replace(opened(number=3), state=State.REJECTED)
    other = replace(opened(number=4), requester=Participant("alex", "Alex"))
    await stored(ledger, opened(number=1), opened(number=2), ended, other)
    async with ledger.read() as unit:
        requests = unit.requests
        assert [r.number for r in await requests.open_in(TENANT, 0, 2)] == [1, 2]
        assert [r.number for r in await requests.open_in(TENANT, 2, 9)] == [4]
        assert [r.number for r in await requests.requested_by(TENANT, "megan", 2)] == [3, 2]
        assert [r.number for r in await requests.ended_in(TENANT, 9)] == [3]
        assert await requests.count_open(TENANT) == 3
        assert await requests.count_open("another") == 0


async def test_a_trail_keeps_its_order_and_shows_its_end(ledger: Ledger) -> None:
    request = opened()
    await stored(ledger, request)
    first, second = says_yes(request, ADELE), says_yes(request, ALEX)
    async with ledger.begin() as unit:
        await unit.requests.add_events(request.id, ())
        await unit.requests.add_events(request.id, first.events)
        await unit.requests.add_events(request.id, second.events)
        trail = await unit.requests.trail(request.id, 9)
        assert [event.by for event in trail] == [ADELE, ALEX]
        assert [event.by for event in await unit.requests.trail(request.id, 1)] == [ALEX]
        assert trail[0].type is EventType.APPROVED


async def test_a_delegation_is_found_from_both_sides(ledger: Ledger) -> None:
    delegation = Delegation("d", TENANT, ADELE, ALEX, NOW, later(3600))
    async with ledger.begin() as unit:
        await unit.delegations.add(delegation)
        assert await unit.delegations.to(TENANT, "alex", later(1)) == (delegation,)
        assert await unit.delegations.to(TENANT, "alex", later(3600)) == ()
        assert await unit.delegations.to(TENANT, "alex", NOW - timedelta(seconds=1)) == ()
        assert await unit.delegations.to("another", "alex", NOW) == ()
        assert await unit.delegations.of(TENANT, "adele", NOW) == (delegation,)
        assert not await unit.delegations.end(TENANT, "alex", "d", later(5))
        assert await unit.delegations.end(TENANT, "adele", "d", later(5))
        assert not await unit.delegations.end(TENANT, "adele", "d", later(6))
        assert await unit.delegations.of(TENANT, "adele", NOW) == ()
        assert await unit.delegations.to(TENANT, "alex", later(1)) == ()


async def test_a_tenant_has_one_channel_and_its_people(ledger: Ledger) -> None:
    adele = ChannelMember("adele", "29:adele", "Adele", "adele@contoso.example")
    alex = ChannelMember("alex", "29:alex", "Alex")
    async with ledger.begin() as unit:
        assert await unit.channels.of(TENANT) is None
        for channel in (
            ApprovalChannel(TENANT, "first", "team", "alex", NOW),
            ApprovalChannel(TENANT, "second", "", "adele", later(1)),
        ):
            await unit.channels.choose(**asdict(channel))
        found = await unit.channels.of(TENANT)
        assert found is not None
        assert (found.conversation, found.chosen_by) == ("second", "adele")
        await unit.channels.keep_members("second", [adele, alex])
        await unit.channels.keep_members("second", [adele])
        assert await unit.channels.members("second") == (adele,)
        assert not await unit.channels.forget(TENANT, "first")
        assert await unit.channels.forget(TENANT, "second")
        assert await unit.channels.of(TENANT) is None


async def test_the_last_fresh_sign_in_counts(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        assert await unit.fresh_sign_ins.last(TENANT, "adele") is None
        await unit.fresh_sign_ins.note(TENANT, "adele", NOW)
        await unit.fresh_sign_ins.note(TENANT, "adele", later(9))
        assert await unit.fresh_sign_ins.last(TENANT, "adele") == later(9)
