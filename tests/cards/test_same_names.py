"""Wherever a card names people, two of one name can be told apart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from cards.approvals.delegation import DelegationFacts, delegation_card
from cards.approvals.list import RequestRow, RequestsFacts, RequestTab, requests_card
from cards.approvals.policy import PolicyFacts, policy_card
from cards.approvals.trail import TrailFacts, request_trail_card
from cards.kit.card import Card
from cards.removal.people import PeopleFacts, people_card
from cards.runs.history import HistoryFacts, Row, history_card
from licensing.losses.lookup_results import LookupResults
from licensing.plans.draft import Journey
from licensing.plans.drift import Drift
from licensing.plans.summary import summarize
from licensing.policy.lists import ListEntry, PrincipalType
from licensing.policy.model import Policy
from licensing.policy.progress import progress
from licensing.requests.delegation import Delegation
from licensing.requests.events import Event, EventType
from licensing.requests.model import Drifted, Ending, Participant, Question, State
from licensing.runs.outcome import RunState
from licensing.runs.receipt import Receipt
from licensing.tenant.people import PersonRef
from tests.cards.request_samples import (
    HOUR,
    NOW,
    TOKEN,
    details,
    drawn,
    policy,
    request,
    yes_of,
)
from tests.cards.samples import TAME, TEXTS
from tests.support.ledger import mixed_people, plan_of
from tests.support.people import person
from tests.support.seen import text_of

ALEX = Participant("aaaa1111-2222", "Alex Wilber", "alexw@contoso.example")
OTHER = Participant("bbbb1111-2222", "Alex  WILBER")
MEGAN = Participant("megan", "Megan Bowen")
PLAN = plan_of(*mixed_people(3))
#: As the members of the channel know the one whose address the request lacks.
ADDRESSES = {OTHER.id: "alex.other@contoso.example"}
FIRST, SECOND = "Alex Wilber · alexw@contoso.example", "Alex WILBER · alex.other@contoso.example"
SECOND_BY_ID = "Alex WILBER · bbbb1111"


def _yes(one: Participant, *delegators: Participant) -> object:
    return replace(yes_of(0, TAME), by=one, delegators=delegators)


def approvals() -> Card:
    asked = request(TAME, requester=MEGAN, approvals=(_yes(ALEX), _yes(OTHER)))
    return details(PLAN, asked, TAME, addresses=ADDRESSES)


def requester_and_approver() -> Card:
    asked = request(TAME, requester=OTHER, approvals=(_yes(ALEX),))
    return details(PLAN, asked, TAME, addresses=ADDRESSES)


def delegators() -> Card:
    asked = request(TAME, requester=MEGAN, approvals=(_yes(MEGAN, ALEX, OTHER),))
    return details(PLAN, asked, TAME, addresses=ADDRESSES)


def questions() -> Card:
    asked = tuple(Question(one, NOW, "Why?") for one in (ALEX, OTHER))
    return details(PLAN, request(TAME, requester=MEGAN, questions=asked), TAME, addresses=ADDRESSES)


def held_back() -> Card:
    changed = tuple(Drifted(one, Drift.DELETED) for one in (ALEX, OTHER))
    asked = request(TAME, requester=MEGAN, held_back=changed)
    return drawn(PLAN, asked, TAME, addresses=ADDRESSES)


def rejected() -> Card:
    asked = request(
        TAME, requester=OTHER, state=State.REJECTED, ending=Ending(NOW, ALEX, "not now")
    )
    return drawn(PLAN, asked, TAME, addresses=ADDRESSES)


def trail() -> Card:
    events = tuple(Event(EventType.APPROVED, NOW, one) for one in (ALEX, OTHER))
    facts = TrailFacts(request(TAME, requester=MEGAN), events, addresses=ADDRESSES)
    return request_trail_card(facts, TEXTS)


@pytest.mark.parametrize(
    "draw",
    [approvals, requester_and_approver, delegators, questions, held_back, rejected, trail],
)
def test_people_of_a_request(draw: Callable[[], Card]) -> None:
    said = text_of(draw())
    assert FIRST in said
    assert SECOND in said


def _delegation(number: int, giver: Participant, taker: Participant) -> Delegation:
    return Delegation(f"d{number}", "t", giver, taker, NOW, NOW + HOUR)


def by_me() -> Card:
    mine = [_delegation(1, MEGAN, ALEX), _delegation(2, MEGAN, OTHER)]
    return delegation_card(DelegationFacts(mine, (), TOKEN), TEXTS)


def to_me() -> Card:
    mine = [_delegation(1, ALEX, MEGAN), _delegation(2, OTHER, MEGAN)]
    return delegation_card(DelegationFacts((), mine, TOKEN), TEXTS)


def both_ways() -> Card:
    facts = DelegationFacts([_delegation(1, MEGAN, ALEX)], [_delegation(2, OTHER, MEGAN)], TOKEN)
    return delegation_card(facts, TEXTS)


def waiting() -> Card:
    rows = [RequestRow(n, one, "Remove Visio", "waits") for n, one in enumerate((ALEX, OTHER))]
    counts = dict.fromkeys(RequestTab, 2)
    return requests_card(RequestsFacts(RequestTab.WAITING, rows, counts, 0, 1, TOKEN), TEXTS)


def receipts() -> Card:
    rows = tuple(
        Row(
            Receipt(
                number=number,
                run=f"r{number}",
                plan="p",
                tenant="t",
                owner=one.id,
                owner_name=one.name,
                state=RunState.DONE,
                started_at=NOW,
                ended_at=NOW,
                day=date(2026, 11, 24),
                people=1,
                finished=1,
                outcomes={},
            ),
            NOW,
            own=False,
        )
        for number, one in enumerate((ALEX, OTHER), 1)
    )
    return history_card(HistoryFacts(rows, 2, 0, 1, TOKEN, everyone=True), TEXTS)


@pytest.mark.parametrize("draw", [by_me, to_me, both_ways, waiting])
def test_where_no_channel_tells_the_address_it_is_the_id(draw: Callable[[], Card]) -> None:
    said = text_of(draw())
    assert FIRST in said
    assert SECOND_BY_ID in said


def test_people_of_receipts() -> None:
    said = text_of(receipts())
    assert "Alex Wilber · aaaa1111" in said
    assert SECOND_BY_ID in said


def test_people_of_a_policy_and_of_the_list_that_a_request_waits_for() -> None:
    lines = (
        ListEntry(PrincipalType.PERSON, "alexw@contoso.example", "Alex Wilber", 5),
        ListEntry(PrincipalType.PERSON, "bbbb1111-2222", "Alex Wilber", 6),
        ListEntry(PrincipalType.GROUP, "cccc1111-2222", "Admins", 7),
        ListEntry(PrincipalType.GROUP, "dddd1111-2222", "Admins", 8),
    )
    rule = policy(TAME).rules[0]
    named = replace(rule, stages=(replace(rule.stages[0], approvers=lines, escalation=None),))
    whole = replace(policy(TAME), rules=(named,))
    cards = [
        policy_card(PolicyFacts(whole, True, TOKEN), TEXTS),
        details(PLAN, request(TAME), TAME, rules=_progress(whole)),
    ]
    for card in cards:
        said = text_of(card)
        assert "Alex Wilber · alexw@contoso.example, Alex Wilber · bbbb1111" in said
        assert "the group Admins · cccc1111" in said
        assert "the group Admins · dddd1111" in said


def _progress(whole: Policy) -> object:
    return tuple(progress(rule, 16, ()) for rule in whole.rules)


def test_people_who_are_chosen() -> None:
    people = tuple(PersonRef(p.id, p.name, p.address or ADDRESSES[p.id]) for p in (ALEX, OTHER))
    said = text_of(people_card(PeopleFacts(Journey.MANY_USERS, people, TOKEN), TEXTS))
    assert f"{FIRST} and {SECOND}" in said


def test_people_in_the_warnings_of_a_plan() -> None:
    one, two = (replace(person(id_, "e3"), name="Alex Wilber") for id_ in ("a", "b"))
    made = plan_of(one, two)
    names = {name for found in made.summary.names.values() for name in found}
    assert names == {f"Alex Wilber · {one.address}", f"Alex Wilber · {two.address}"}
    alone = summarize(made.people[:1], LookupResults()).names
    assert {name for found in alone.values() for name in found} == {"Alex Wilber"}
