"""Reminders with growing waits, second lists, and the hash of a policy."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.fingerprint import fingerprint
from licensing.policy.lists import PrincipalType
from licensing.policy.model import Escalation, Policy, Reminders, RuleRef, Stage
from licensing.policy.timing import escalations, reminder_at
from tests.support.policies import ASKED, line, person, policies, policy, rule

HOUR = timedelta(hours=1)


def test_the_waits_between_reminders_grow() -> None:
    every = Reminders(4 * HOUR, 2, 4)
    due = [reminder_at(every, ASKED, sent) for sent in range(5)]
    assert due == [ASKED + n * HOUR for n in (4, 12, 28, 60)] + [None]


@given(st.integers(1, 10), st.integers(0, 20), st.integers(1, 500))
def test_reminders_come_one_after_the_other_and_then_end(
    factor: int, most: int, minutes: int
) -> None:
    every = Reminders(timedelta(minutes=minutes), factor, most)
    due = [reminder_at(every, ASKED, sent) for sent in range(most + 1)]
    assert due[-1] is None
    moments = [moment for moment in due if moment]
    assert len(moments) == most
    assert moments == sorted(set(moments))


def test_second_lists_come_in_once_each_in_order() -> None:
    late = Stage((person("a"),), escalation=Escalation(8 * HOUR, (person("b"),)))
    soon = Stage((person("a"),), escalation=Escalation(2 * HOUR, (person("b"),)))
    rules = (rule("One", late, soon), rule("Two", late), rule("Three", Stage((person("a"),))))
    assert escalations(rules, ASKED) == (ASKED + 2 * HOUR, ASKED + 8 * HOUR)


def test_the_hash_sees_what_decides_and_not_how_it_is_put() -> None:
    one = policy(rule("One", Stage((person("a", 3),))))
    moved = replace(
        one, source="other.yaml", rules=(replace(one.rules[0], ref=RuleRef("One", 99)),)
    )
    renamed = policy(rule("One", Stage((replace(person("a"), name="Adele"),))))
    assert fingerprint(one) == fingerprint(moved) == fingerprint(renamed)
    for other in (
        policy(rule("Two", Stage((person("a"),)))),
        policy(rule("One", Stage((person("b"),)))),
        policy(rule("One", Stage((line(PrincipalType.GROUP, "a"),)))),
        replace(one, self_approval=True),
        replace(one, expires_after=HOUR),
        Policy(),
    ):
        assert fingerprint(one) != fingerprint(other)


@given(policies())
def test_every_policy_has_a_hash(found: Policy) -> None:
    assert len(fingerprint(found)) == 64
