"""What approvers do with a request."""

from dataclasses import replace
from datetime import timedelta

from licensing.journal import EntryKind
from licensing.plans.drift import Drift
from licensing.policy.lists import PrincipalType
from licensing.policy.model import Stage, When
from licensing.policy.rule_input import Impact
from licensing.policy.verdicts import Why
from licensing.requests.approver import add_rules, apply_policy, ask, check_stuck
from licensing.requests.events import EventType, journal_note
from licensing.requests.model import State
from licensing.requests.steps import StepProblem
from licensing.tenant.roles import ActingMode
from tests.support.ledger import NOW
from tests.support.policies import line, person, policy, rule
from tests.support.requests import (
    ADELE,
    ALEX,
    CANDIDATES,
    CHRIS,
    MEGAN,
    ONE_OF_TWO,
    TWO_OF_TWO,
    changed,
    opened,
    says_no,
    says_yes,
)


def test_the_last_approval_hands_over_to_a_run_in_the_name_of_that_approver() -> None:
    first = says_yes(opened(), ADELE, comment=" fine ")
    assert first.request.is_open
    assert [event.type for event in first.events] == [EventType.APPROVED]
    assert first.request.approvals[0].comment == "fine"
    last = says_yes(first.request, ALEX)
    assert last.request.state is State.APPROVED
    assert last.request.run == "run of alex"
    assert last.request.ending is not None
    assert last.request.ending.by == ALEX
    assert [event.type for event in last.events] == [EventType.APPROVED, EventType.COMPLETED]
    assert last.events[1].what["approved_by"] == ["adele", "alex"]


def test_the_run_is_of_the_last_approver_with_a_role() -> None:
    mixed = policy(rule("Both", Stage((person("adele"),)), Stage((person("chris"),))))
    request = says_yes(opened(mixed), ADELE, mixed).request
    done = says_yes(request, CHRIS, mixed)
    assert done.request.state is State.APPROVED
    assert done.request.ending is not None
    assert done.request.ending.by == ADELE


def test_without_a_role_among_the_approvers_it_waits_for_one() -> None:
    mixed = policy(rule("Any", Stage((person("chris"), person("adele")))))
    waiting = says_yes(opened(mixed), CHRIS, mixed)
    assert waiting.request.is_open
    done = says_yes(waiting.request, ADELE, mixed)
    assert done.events[0].verdict is not None
    assert done.events[0].verdict.why is Why.CARRIES_OUT
    assert done.request.state is State.APPROVED


def test_a_no_ends_it_and_needs_words() -> None:
    request = says_yes(opened(), ADELE).request
    assert says_no(request, ALEX, comment=" ").problem is StepProblem.NO_WORDS
    step = says_no(request, ALEX)
    assert step.request.state is State.REJECTED
    assert step.request.ending is not None
    assert step.request.ending.comment == "not now"


def test_anyone_who_said_yes_can_still_say_no() -> None:
    assert says_no(says_yes(opened(), ADELE).request, ADELE).request.state is State.REJECTED


def test_an_approval_of_an_earlier_revision_counts_for_nothing() -> None:
    step = says_yes(opened(revision=2), ADELE, revision=1)
    assert step.problem is StepProblem.CHANGED
    assert step.events == ()


def test_who_may_not_is_refused_with_the_rule_and_it_is_written_down() -> None:
    step = says_yes(opened(), CHRIS)
    assert not step.done
    assert step.verdict is not None
    assert step.verdict.why is Why.NOT_LISTED
    assert step.verdict.rule == TWO_OF_TWO.rules[0].ref
    assert step.events[0].type is EventType.REFUSED
    assert says_yes(opened(), MEGAN).verdict == says_no(opened(), MEGAN).verdict


def test_pressing_a_second_time_is_not_written_down() -> None:
    again = says_yes(says_yes(opened(), ADELE).request, ADELE)
    assert again.verdict is not None
    assert again.verdict.why is Why.ALREADY_DECIDED
    assert again.events == ()


def test_who_changed_since_the_preview_is_shown_before_the_yes_counts() -> None:
    drifted = (changed("joni", Drift.REGROUPED),)
    shown = says_yes(opened(ONE_OF_TWO), ADELE, ONE_OF_TWO, drifted=drifted)
    assert shown.problem is StepProblem.DRIFTED
    assert shown.request.held_back == drifted
    assert shown.request.version == 1
    assert shown.request.is_open
    done = says_yes(shown.request, ADELE, ONE_OF_TWO, drifted=drifted)
    assert done.request.state is State.APPROVED


def test_where_everyone_changed_there_is_nothing_to_approve() -> None:
    everyone = (changed("joni"), changed("diego"))
    shown = says_yes(opened(), ADELE, drifted=everyone)
    assert says_yes(shown.request, ADELE, drifted=everyone).problem is StepProblem.NO_ONE_LEFT


def test_under_other_rules_earlier_approvals_count_no_more() -> None:
    request = says_yes(opened(), ADELE).request
    assert apply_policy(request, TWO_OF_TWO, NOW) is None
    step = apply_policy(request, ONE_OF_TWO, NOW)
    assert step is not None
    assert step.request.approvals == ()
    assert step.events[0].type is EventType.VOIDED
    untouched = apply_policy(opened(), ONE_OF_TWO, NOW)
    assert untouched is not None
    assert untouched.events == ()


def test_a_rule_that_is_gone_lets_no_one_approve() -> None:
    step = says_yes(opened(), ADELE, policy())
    assert step.verdict is not None
    assert step.verdict.why is Why.NO_RULE


def test_the_journal_gets_ids_and_lines_and_no_words() -> None:
    request = opened()
    step = says_yes(request, ADELE, comment="Megan told me")
    note = journal_note(step.request, step.events[0], ActingMode.PERSON)
    assert note is not None
    assert (note.kind, note.actor) == (EntryKind.REQUEST_APPROVED, "adele")
    assert note.plan_hash == request.plan_hash
    assert note.what["rule_line"] == 10
    assert note.what["list_line"] == 1
    assert "Megan" not in str(note.what)


def test_what_is_no_decision_stands_in_the_trail_only() -> None:
    step = says_yes(opened(), ADELE, drifted=(changed("joni"),))
    assert journal_note(step.request, step.events[0], ActingMode.PERSON) is None


def test_asking_needs_a_place_on_a_list() -> None:
    late = NOW + timedelta(days=9)
    refused = ask(opened(), TWO_OF_TWO, CANDIDATES["chris"], CHRIS, text="?", now=NOW)
    assert refused.verdict is not None
    assert refused.verdict.why is Why.NOT_LISTED
    over = ask(opened(), TWO_OF_TWO, CANDIDATES["adele"], ADELE, text="?", now=late)
    assert over.problem is StepProblem.ENDED
    ended = replace(opened(), state=State.REJECTED)
    assert ask(ended, TWO_OF_TWO, CANDIDATES["adele"], ADELE, text="?", now=NOW).problem


def test_rules_that_came_to_apply_are_added_and_none_is_taken_away() -> None:
    watched = When(groups=(line(PrincipalType.GROUP, "g"),))
    held = When(on_hold_from=1)
    rules = policy(
        *ONE_OF_TWO.rules,
        rule("Watched", Stage((person("alex"),)), when=watched),
        rule("Held", Stage((person("alex"),)), when=held),
    )
    request = says_yes(opened(rules), CHRIS, rules).request
    assert add_rules(request, rules, request.impact, NOW, without_role=False) is None
    more = Impact(2, 2, 1, frozenset({"g"}))
    step = add_rules(request, rules, more, NOW, without_role=False)
    assert step is not None
    assert step.events[0].what == {"rules": ["Watched", "Held"]}
    assert step.request.without_role
    fewer = add_rules(step.request, rules, Impact(2, 2, 0), NOW, without_role=False)
    assert fewer is None
    unknown = add_rules(request, rules, Impact(2, 2, None), NOW, without_role=True)
    assert unknown is not None
    assert unknown.request.impact.on_hold is None


def test_nothing_is_carried_out_in_the_name_of_an_approver_who_lost_the_role() -> None:
    mixed = policy(rule("Both", Stage((person("adele"),)), Stage((person("chris"),))))
    request = says_yes(opened(mixed), ADELE, mixed).request
    waiting = says_yes(request, CHRIS, mixed, roles_lost={"adele"}).request
    assert waiting.is_open
    assert [yes.approval.has_role for yes in waiting.approvals] == [False, False]
    done = says_yes(waiting, ADELE, mixed).request
    assert (done.state, done.run) == (State.APPROVED, "run of adele")


def test_it_is_noted_once_that_no_one_is_left_who_can_approve_and_that_someone_is_again() -> None:
    request = says_yes(opened(), ADELE).request
    names = {(PrincipalType.PERSON, name): frozenset({name}) for name in ("adele", "alex")}
    assert check_stuck(request, TWO_OF_TWO, names, NOW) is None
    gone = names | {(PrincipalType.PERSON, "alex"): frozenset[str]()}
    step = check_stuck(request, TWO_OF_TWO, gone, NOW)
    assert step is not None
    assert [event.type for event in step.events] == [EventType.STUCK]
    assert step.request.stuck == "Two"
    assert check_stuck(step.request, TWO_OF_TWO, gone, NOW) is None
    again = check_stuck(step.request, TWO_OF_TWO, names, NOW)
    assert again is not None
    assert (again.request.stuck, again.events) == ("", ())
    own = replace(TWO_OF_TWO, self_approval=True)
    assert check_stuck(request, own, gone, NOW) is not None


def test_an_approval_on_a_card_that_did_not_state_the_losses_is_shown_them_first() -> None:
    step = says_yes(replace(opened(ONE_OF_TWO), stated="another"), ADELE, ONE_OF_TWO)
    assert (step.problem, step.request.approvals) == (StepProblem.NOT_STATED, ())
