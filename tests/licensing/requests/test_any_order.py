"""Whatever is done to a request in whatever order, it has one end and one run at most."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.database.json_codec import from_json, to_json
from licensing.policy.approvers import Candidate
from licensing.policy.model import Policy
from licensing.requests.approver import apply_policy, approve, ask, reject
from licensing.requests.delegation import Delegation, delegators
from licensing.requests.events import Event, EventType
from licensing.requests.model import Participant, Request, State
from licensing.requests.reminders import escalate, remind
from licensing.requests.requester import answer, change, expire, withdraw
from licensing.requests.steps import Step
from tests.support.ledger import NOW
from tests.support.policies import PEOPLE, candidates, policies
from tests.support.requests import asked, changed, opened

PARTIES = st.sampled_from([Participant(name, name) for name in PEOPLE])
ENDS = {EventType.COMPLETED, EventType.REJECTED, EventType.WITHDRAWN, EventType.EXPIRED}


class AnyOrder(RuleBasedStateMachine):
    """A request that everyone does something with."""

    @initialize(policy=policies(), requester=PARTIES)
    def begin(self, policy: Policy, requester: Participant) -> None:
        self.policy = policy
        self.request = opened(policy, requester=requester, authors=frozenset({requester.id}))
        self.now = NOW
        self.told: list[Event] = []
        self.runs = 0

    def take(self, step: Step) -> None:
        before = self.request
        assert step.request.version >= before.version
        if step.request != before:
            assert step.request.version > before.version
            assert before.is_open
        self.request = step.request
        self.told += step.events

    @rule(hours=st.integers(0, 20))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        candidate=candidates,
        drifted=st.sets(st.sampled_from(["joni", "diego"])),
        earlier=st.integers(0, 1),
    )
    def approve(self, candidate: Candidate, drifted: set[str], earlier: int) -> None:
        self.runs += 1
        self.take(
            approve(
                self.request,
                self.policy,
                candidate,
                Participant(candidate.own.person, "x"),
                revision=self.request.revision - earlier,
                drifted=tuple(map(changed, sorted(drifted))),
                comment="",
                run=f"run {self.runs}",
                now=self.now,
            )
        )

    @rule(candidate=candidates)
    def reject(self, candidate: Candidate) -> None:
        by = Participant(candidate.own.person, "x")
        self.take(
            reject(
                self.request,
                self.policy,
                candidate,
                by,
                revision=self.request.revision,
                comment="no",
                now=self.now,
            )
        )

    @rule(candidate=candidates)
    def question(self, candidate: Candidate) -> None:
        by = Participant(candidate.own.person, "x")
        self.take(ask(self.request, self.policy, candidate, by, text="?", now=self.now))

    @rule(by=PARTIES)
    def answered(self, by: Participant) -> None:
        self.take(answer(self.request, by, "so", self.now))

    @rule(by=PARTIES, number=st.integers(0, 99))
    def changed(self, by: Participant, number: int) -> None:
        what, token = asked(f"plan {number}"), f"t{number}"
        self.take(change(self.request, what, by, token=token, policy=self.policy, now=self.now))
        self.request = replace(self.request, stated=self.request.plan_hash)

    @rule(by=PARTIES)
    def withdrawn(self, by: Participant) -> None:
        self.take(withdraw(self.request, by, self.now))

    @rule()
    def expired(self) -> None:
        self.take(expire(self.request, self.now))

    @rule(policy=policies())
    def other_rules(self, policy: Policy) -> None:
        self.policy = policy
        if self.request.is_open and (step := apply_policy(self.request, policy, self.now)):
            self.take(step)

    @rule()
    def reminded(self) -> None:
        self.take(remind(self.request, self.now))
        self.take(escalate(self.request, self.now))

    @invariant()
    def one_end_and_one_run(self) -> None:
        ends = [event for event in self.told if event.type in ENDS]
        assert len(ends) == (0 if self.request.is_open else 1)
        assert (self.request.run is not None) == (self.request.state is State.APPROVED)
        assert (self.request.ending is not None) != self.request.is_open

    @invariant()
    def nobody_approved_their_own(self) -> None:
        for yes in self.request.approvals:
            assert self.request.rule_input.authors.isdisjoint(yes.approval.identities)

    @invariant()
    def it_can_be_stored_and_read_back(self) -> None:
        assert from_json(to_json(self.request), Request) == self.request
        for event in self.told[-2:]:
            assert from_json(to_json(event), Event) == event


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_a_delegation_is_active_from_its_beginning_to_its_end() -> None:
    delegator, delegate = Participant("adele", "Adele"), Participant("chris", "Chris")
    delegation = Delegation("d", "t", delegator, delegate, NOW, NOW + timedelta(days=2))
    assert delegators([delegation, delegation], "chris", NOW) == (delegator,)
    assert delegators([delegation], "chris", NOW + timedelta(days=2)) == ()
    assert delegators([delegation], "chris", NOW - timedelta(seconds=1)) == ()
    assert delegators([delegation], "adele", NOW) == ()
    ended = Delegation("d", "t", delegator, delegate, NOW, NOW + timedelta(days=2), NOW)
    assert delegators([ended], "chris", NOW) == ()
