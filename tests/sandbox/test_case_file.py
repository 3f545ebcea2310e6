import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.organization import roles
from sandbox.organization.casefile import CaseError, load_case, parse_case
from sandbox.organization.personas import ADELE, ALEX
from sandbox.organization.products import CATALOG
from sandbox.organization.rules import Change, changed

EXAMPLE = Path(__file__).parents[2] / "sandbox" / "examples" / "small.json"


def problems(case: Any) -> list[str]:
    with pytest.raises(CaseError) as caught:
        parse_case(json.dumps(case))
    return caught.value.problems


def test_the_example_can_be_rehearsed() -> None:
    case = load_case(EXAMPLE)
    people = {p.name: p for p in case.people}
    assert people["Alex Wilber"].id == ALEX.oid
    assert case.roles[ALEX.oid] == {roles.LICENSE_ADMINISTRATOR}
    assert people["Adele Vance"].id == ADELE.oid
    both = [a.group for a in people["Ann Beebe"].assignments][0::2]
    assert both == [None, case.groups[0].id]
    assert people["Ben Walters"].mail == "ben.walters@contoso.example"
    assert people["Guest of Fabrikam"].usage_location is None


def test_its_conflict_is_a_conflict() -> None:
    case = load_case(EXAMPLE)
    cora = next(p for p in case.people if p.name == "Cora Thomas")
    change = Change(remove=(CATALOG["ENTERPRISEPREMIUM"].id,))
    with pytest.raises(Exception, match="depends on the service plan"):
        changed(cora.assignments, change, {p.id: p for p in case.products}, "")


def test_seats_are_enough_unless_said_otherwise() -> None:
    case = parse_case('{"products":[{"product":"SPE_E3"},{"product":"SPE_E5","seats":0}]}')
    assert [p.seats for p in case.products] == [5, 0]


def test_every_problem_is_named_with_its_place() -> None:
    case = {
        "peple": [],
        "products": [{"product": "SPE_E33"}, {"product": "SPE_E3", "seats": -1}],
        "groups": [{"name": "A", "licenses": ["SPE_E3"]}, {"name": "A"}],
        "people": [
            {
                "name": "Ann",
                "address": "ann",
                "licenses": [{"product": "SPE_E3", "without": ["X"]}],
            },
            {"name": "", "address": "ANN", "groups": ["B"], "enabled": "yes", "roles": ["God"]},
            7,
        ],
    }
    assert problems(case)[:10] == [
        'the file: "peple" means nothing here; did you mean "people"?',
        'products[0].product: there is no product "SPE_E33"; did you mean "SPE_E3"?',
        "products[1].seats: a whole number is expected",
        'groups[1]: there are two groups "A"',
        'people[0].licenses[0].without[0]: there is no service plan of SPE_E3 "X"',
        "people[1].address: ANN@contoso.example is there twice",
        'people[1].groups[0]: there is no group "B"',
        "people[1].name: a text is expected",
        "people[1].enabled: true or false is expected",
        "people[1].id: someone else has this id",
    ]


@pytest.mark.parametrize("text", ["", "[", "{", "null", "[]", '"text"', '{"people": {}}'])
def test_what_is_no_case_is_refused(text: str) -> None:
    with pytest.raises(CaseError):
        parse_case(text)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="can't be read"):
        load_case(tmp_path / "nothing.json")


def test_a_restricted_person_and_the_hold_policies_of_a_case_are_read() -> None:
    ann = {"name": "Ann", "address": "ann", "restricted": True}
    hold = {"name": "Mail", "people": ["ann", {"address": "b@c.example", "hold": "applied"}]}
    case = {"people": [ann], "cases": {"open": [{"name": "Falcon", "holds": [hold]}]}}
    read = parse_case(json.dumps(case))
    assert [person.name for person in read.people if person.restricted] == ["Ann"]
    (policy,) = read.purview.cases[0].holds
    assert (policy.name, policy.enabled) == ("Mail", True)
    assert [one.email for one in policy.people] == ["ann@contoso.example", "b@c.example"]
