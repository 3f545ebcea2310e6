"""Which product a refusal is about. The words are Graph's own."""

import pytest

from licensing.errors import Answer, DependentPlan, LicenseNotHeld, NotForUsers, UnreadAnswer
from licensing.runs.calls import Call, CallState
from licensing.runs.refusal_analysis import blame_missing, refused_call
from tests.support import people as a
from tests.support.people import SALES, assignment, owned, person, product

PROJECT_PLAN = "fe71d6c3-a2ea-4499-9778-da042bf08063"
E3 = "6fd2c87f-b296-42f0-b197-1e91e994b900"
OWNED = owned(
    product(E3, a.MAILBOX, a.ONEDRIVE),
    product("e5", a.MAILBOX, a.ONEDRIVE, a.OFFICE),
    product("drive", a.ONEDRIVE),
    product("visio"),
    product("project", PROJECT_PLAN),
)
NEEDS_DRIVE = DependentPlan(Answer(400), PROJECT_PLAN, a.ONEDRIVE)


def test_a_dependency_is_about_the_product_with_the_service_that_is_needed() -> None:
    adele = person("adele", E3, "visio", "project")
    call = refused_call(("visio", E3), NEEDS_DRIVE, adele, OWNED)
    assert call == Call(
        ("visio", E3), CallState.REFUSED, Answer(400), "DependentPlan", (E3,), ("project",)
    )


def test_of_several_that_would_do_the_one_with_the_most_stays() -> None:
    adele = person("adele", E3, "e5", "drive", assignment("project", SALES))
    call = refused_call((E3, "e5", "drive"), NEEDS_DRIVE, adele, OWNED)
    assert (call.blamed, call.needed_by) == (("e5",), ("project",))


def test_a_service_that_is_switched_off_is_no_reason() -> None:
    adele = person("adele", assignment("e5", off=[a.ONEDRIVE]), "drive", "project")
    assert refused_call(("e5", "drive"), NEEDS_DRIVE, adele, OWNED).blamed == ("drive",)


def test_services_may_be_named_by_their_part() -> None:
    part = OWNED["drive"].plans[0].part
    error = DependentPlan(Answer(400), "SHAREPOINT_PROJECT", f"{part}, OTHER")
    adele = person("adele", "drive", "visio")
    assert refused_call(("drive", "visio"), error, adele, OWNED).blamed == ("drive",)


def test_an_unknown_product_is_never_blamed_for_a_service() -> None:
    adele = person("adele", "new", "visio", "project")
    call = refused_call(("new", "visio"), NEEDS_DRIVE, adele, OWNED)
    assert (call.blamed, call.needed_by) == ((), ("project",))


@pytest.mark.parametrize(
    ("message", "blamed"),
    [
        (f"License {E3.upper()} cannot be assigned to a user.", (E3,)),
        ("The self-service product VISIO can't be changed by an administrator.", ("visio",)),
        ("Something else.", ()),
    ],
)
def test_a_product_that_the_words_name_is_blamed(message: str, blamed: tuple[str, ...]) -> None:
    for kind in (NotForUsers, UnreadAnswer):
        error = kind(Answer(400, "Request_BadRequest", message))
        adele = person("adele", E3, "visio")
        assert refused_call((E3, "visio"), error, adele, OWNED).blamed == blamed


def test_who_lacks_a_product_is_seen_by_reading_again() -> None:
    adele = person("adele", E3, "visio")
    call = refused_call((E3, "visio"), LicenseNotHeld(Answer(400)), adele, OWNED)
    assert call.blamed == ()
    (known,) = blame_missing([call], person("adele", E3, assignment("visio", SALES)))
    assert (known.blamed, known.answer) == (("visio",), Answer(400))
    assert blame_missing([call], adele) == (call,)


def test_other_refusals_are_not_looked_up() -> None:
    calls = (Call(("visio",), CallState.REFUSED, None, "UnreadAnswer"),)
    assert blame_missing(calls, person("adele")) == calls
    assert blame_missing((), person("adele")) == ()
