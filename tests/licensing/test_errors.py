"""The tree of errors: what passes by itself, and what each keeps for the receipt."""

from collections.abc import Iterator

import pytest

from licensing import errors
from licensing.errors import (
    Answer,
    DependentPlan,
    SignInNeeded,
    SlowDown,
    TenantError,
    UnassignError,
)


def leaves(root: type[UnassignError]) -> Iterator[type[UnassignError]]:
    yield root
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from leaves(child)


ALL = sorted(leaves(UnassignError), key=lambda kind: kind.__name__)
TENANT = [kind for kind in ALL if issubclass(kind, TenantError)]


@pytest.mark.parametrize("kind", ALL)
def test_an_error_says_what_its_class_says(kind: type[UnassignError]) -> None:
    assert str(kind()) == (kind.__doc__ or "").strip() != ""


@pytest.mark.parametrize("kind", ALL)
def test_every_error_stands_in_the_drawn_tree(kind: type[UnassignError]) -> None:
    assert f" {kind.__name__} " in f"{errors.__doc__}".replace("\n", " ")


def test_an_error_may_say_something_of_its_own() -> None:
    assert str(UnassignError("The port is taken.")) == "The port is taken."


def test_only_a_clash_a_throttle_and_an_outage_pass_by_themselves() -> None:
    passing = {kind.__name__ for kind in TENANT if kind.passing}
    assert passing == {"ChangedMeanwhile", "SlowDown", "TenantUnavailable"}


@pytest.mark.parametrize("kind", TENANT)
def test_what_graph_said_is_kept(kind: type[TenantError]) -> None:
    said = Answer(400, "Request_BadRequest", "No.", "request-1")
    assert kind(said).answer is said
    assert kind().answer == Answer(None, "", "", "")


def test_a_dependent_plan_names_both_plans() -> None:
    error = DependentPlan(Answer(400), "SHAREPOINT_PROJECT", "SHAREPOINTENTERPRISE")
    assert (error.plan, error.needs) == ("SHAREPOINT_PROJECT", "SHAREPOINTENTERPRISE")
    assert error.answer.status == 400
    assert (DependentPlan().plan, DependentPlan().needs) == ("", "")


def test_a_throttle_keeps_fractions_of_a_second() -> None:
    assert SlowDown(Answer(429), 2.128).seconds == 2.128
    assert SlowDown().seconds is None


def test_a_sign_in_knows_what_it_must_prove() -> None:
    assert SignInNeeded(claims='{"access_token":{}}').claims == '{"access_token":{}}'
    assert SignInNeeded().claims is None


def test_an_error_without_words_says_nothing() -> None:
    class Silent(UnassignError):
        __doc__ = None

    assert str(Silent()) == ""
