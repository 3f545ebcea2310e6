"""People and how they hold a product. Source: Graph, licenseAssignmentState."""

from licensing.tenant.people import Group, PersonRef, UserType
from tests.support.people import OPERATIONS, SALES, assignment, person


def test_an_assignment_without_a_group_is_direct() -> None:
    assert assignment("suite").direct
    assert not assignment("suite", SALES).direct


def test_a_person_is_a_member_who_may_sign_in_unless_said() -> None:
    someone = person("adele")
    assert someone.enabled
    assert someone.user_type is UserType.MEMBER
    assert person("pat", kind=UserType.GUEST).user_type is UserType.GUEST
    assert someone.department is None
    assert someone.assignments == ()


def test_the_short_form_is_enough_to_show_and_look_up() -> None:
    assert person("adele").ref == PersonRef("adele", "Adele", "adele@contoso.example")


def test_products_count_once_however_often_they_are_assigned() -> None:
    held = person("p", "suite", assignment("suite", SALES), assignment("kiosk", SALES))
    assert held.products == {"suite", "kiosk"}


def test_direct_finds_the_direct_assignment_and_no_other() -> None:
    own = assignment("suite", off=["plan"])
    held = person("p", "calls", assignment("suite", SALES), own, assignment("kiosk", SALES))
    assert held.direct("suite") == own
    assert held.direct("kiosk") is None
    assert held.direct("none") is None


def test_groups_are_named_in_order_whatever_their_case_and_each_once() -> None:
    small = Group("group-a", "alpha")
    held = person(
        "p",
        assignment("suite", SALES),
        assignment("suite", SALES, state="Error"),
        assignment("suite", small),
        assignment("suite", OPERATIONS),
        assignment("kiosk", Group("other", "Other")),
        "suite",
    )
    assert held.groups("suite") == (small, OPERATIONS, SALES)
    assert held.groups("none") == ()
