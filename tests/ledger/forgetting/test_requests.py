"""Forgetting someone who asked, approved, was asked about, or was in the channel."""

from dataclasses import replace

import pytest

from ledger import Ledger, Unit
from ledger.errors import RequestWaits
from ledger.requests.channels import ChannelMember
from licensing.errors import StaleDraft
from licensing.plans.drift import Drift
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event, EventType
from licensing.requests.model import (
    Audience,
    Drifted,
    Managers,
    Participant,
    PersonalCopy,
    Question,
    State,
)
from tests.ledger.forgetting.test_forgetting import ADELE, SEAN, TWIN, forget
from tests.support.ledger import NOW, TENANT, later, plan_of
from tests.support.ledger import opened as ledger_at
from tests.support.people import person
from tests.support.requests import opened as request_of
from tests.support.traces import traces

HE, SHE, TWIN_OF_HIS = (Participant(one.id, one.name) for one in (SEAN, ADELE, TWIN))
FORGOTTEN = Participant(SEAN.id, SEAN.id)
REQUEST = request_of(
    requester=SHE,
    reason=f"{SEAN.address} leaves",
    managers=Managers(HE, SHE),
    audience=Audience((HE, TWIN_OF_HIS), (SHE,)),
    questions=(Question(HE, NOW, f"Is it {SEAN.name}?", "Yes"),),
    held_back=(Drifted(HE, Drift.DELETED), Drifted(TWIN_OF_HIS, Drift.DELETED)),
    copies=(PersonalCopy(SEAN.id, "a:chat"),),
)
DELEGATION = Delegation("delegation", TENANT, HE, TWIN_OF_HIS, NOW, later(9_999))


async def fill(unit: Unit) -> None:
    await unit.plans.save(plan_of(person("joni", "e3"), person("diego", "e3")))
    await unit.requests.save(REQUEST, None)
    await unit.requests.add_events(
        REQUEST.id, (Event(EventType.ASKED, NOW, HE, text=f"{SEAN.name}?"),)
    )
    await unit.delegations.add(DELEGATION)
    here = (
        ChannelMember(one.id, f"29:{one.id}", one.name, one.address) for one in (SEAN, ADELE, TWIN)
    )
    await unit.channels.keep_members("channel", here)
    await unit.fresh_sign_ins.note(TENANT, SEAN.id, NOW)


async def filled(ledger: Ledger) -> None:
    async with ledger.begin() as unit:
        await fill(unit)


async def test_nothing_says_who_it_was(address: str) -> None:
    async with ledger_at(address) as ledger:
        await filled(ledger)
        assert await forget(ledger) == {
            "channel_members": 1, "delegations": 1, "fresh_sign_ins": 1,
            "known_people": 1, "request_events": 1, "requests": 1,
        }  # fmt: skip
        assert await traces(ledger, SEAN.address) == {}
        # The twin keeps the name, which is theirs too.
        assert set(await traces(ledger, SEAN.name)) == {
            "channel_members", "delegations", "known_people", "requests",
        }  # fmt: skip
        assert await forget(ledger) == {}


async def test_the_request_stays_with_the_id_and_everyone_elses_names(address: str) -> None:
    async with ledger_at(address) as ledger:
        await filled(ledger)
        await forget(ledger)
        async with ledger.read() as unit:
            request = await unit.requests.get(REQUEST.id)
            (event,) = await unit.requests.trail(REQUEST.id, 9)
            delegations = await unit.delegations.of(TENANT, SEAN.id, NOW)
            members = await unit.channels.members("channel")
    assert request == replace(
        REQUEST,
        version=REQUEST.version + 1,
        reason=f"{SEAN.id} leaves",
        managers=Managers(FORGOTTEN, SHE),
        audience=Audience((FORGOTTEN, TWIN_OF_HIS), (SHE,)),
        questions=(Question(FORGOTTEN, NOW, f"Is it {SEAN.id}?", "Yes"),),
        held_back=(Drifted(FORGOTTEN, Drift.DELETED), Drifted(TWIN_OF_HIS, Drift.DELETED)),
    )
    assert (event.by, event.text) == (FORGOTTEN, f"{SEAN.id}?")
    assert delegations == (replace(DELEGATION, delegator=FORGOTTEN),)
    assert {member.person for member in members} == {ADELE.id, TWIN.id}


async def test_anyone_who_decides_meanwhile_does_not_bring_the_name_back(address: str) -> None:
    async with ledger_at(address) as ledger:
        await filled(ledger)
        await forget(ledger)
        async with ledger.begin() as unit:
            with pytest.raises(StaleDraft):
                await unit.requests.save(replace(REQUEST, version=1), REQUEST.version)


async def test_someone_whose_request_waits_is_not_forgotten(address: str) -> None:
    async with ledger_at(address) as ledger:
        await filled(ledger)
        with pytest.raises(RequestWaits, match="withdraw"):
            await forget(ledger, ADELE)
        ended = replace(REQUEST, state=State.WITHDRAWN, version=1)
        async with ledger.begin() as unit:
            await unit.requests.save(ended, 0)
        assert (await forget(ledger, ADELE))["requests"] == 1
