"""When time does something to a request."""

from datetime import timedelta

from licensing.policy.model import Escalation, Stage
from licensing.requests.model import State
from licensing.requests.reminders import (
    MIN_REMINDER_INTERVAL,
    escalate,
    next_escalation,
    next_reminder,
    remind,
)
from licensing.requests.steps import StepProblem
from tests.support.ledger import NOW
from tests.support.policies import person, policy, rule
from tests.support.requests import ADELE, MEGAN, TWO_OF_TWO, opened

HOUR = timedelta(hours=1)
SLOW = policy(
    rule("A", Stage((person("adele"),), escalation=Escalation(8 * HOUR, (person("b"),)))),
    rule("B", Stage((person("adele"),), escalation=Escalation(90 * HOUR, (person("b"),)))),
)


def test_reminders_follow_each_other_until_the_request_ends() -> None:
    request = opened()
    due = []
    while (moment := next_reminder(request, TWO_OF_TWO)) is not None:
        due.append((moment - NOW) // HOUR)
        request = remind(request, moment).request
    assert due == [4, 12, 28, 60]
    assert request.expires_at == NOW + 72 * HOUR


def test_a_reminder_of_the_requester_counts_for_itself() -> None:
    step = remind(opened(), NOW + HOUR, MEGAN)
    assert step.done
    assert step.request.reminders == 0
    assert (
        remind(step.request, NOW + HOUR + MIN_REMINDER_INTERVAL / 2, MEGAN).problem
        is StepProblem.TOO_SOON
    )
    assert remind(step.request, NOW + HOUR + MIN_REMINDER_INTERVAL, MEGAN).done
    assert remind(step.request, NOW + HOUR, ADELE).problem is StepProblem.NOT_REQUESTER


def test_no_one_is_reminded_of_what_has_ended() -> None:
    ended = opened(state=State.WITHDRAWN)
    assert remind(ended, NOW).problem is StepProblem.ENDED
    assert escalate(ended, NOW).problem is StepProblem.ENDED
    late = opened().expires_at
    assert remind(opened(), late).problem is StepProblem.ENDED


def test_a_second_list_comes_in_once_and_only_while_the_request_waits() -> None:
    request = opened(SLOW)
    assert next_escalation(request, SLOW, NOW) == NOW + 8 * HOUR
    assert next_escalation(request, SLOW, NOW + 8 * HOUR) is None
    assert escalate(request, NOW + 8 * HOUR).events[0].by is None
