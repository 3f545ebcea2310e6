"""What else is known of a tenant: cases, subscriptions, groups, mailboxes; and a plan with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from licensing.losses.dependencies import Effect
from licensing.losses.lookup_results import LookupResults, Mailboxes
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.plan import Plan, build_plan
from licensing.plans.planned_person import PlannedAction
from licensing.plans.summary import AddonCount, CaseCount, PeopleCount, Seats
from licensing.tenant.cases import Case, CaseView, Hold
from licensing.tenant.checks import Check, NotChecked
from licensing.tenant.groups import GroupDeparture, GroupFacts, MembershipType
from licensing.tenant.mailboxes import Mailbox
from licensing.tenant.people import Person
from licensing.tenant.subscriptions import Subscription, Subscriptions
from tests.support import people as a
from tests.support.people import OPERATIONS, SALES, assignment, owned, person, product

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OWNED = owned(
    product("suite", a.MAILBOX, a.ONEDRIVE, a.TEAMS, total=10, assigned=7),
    product("phone", a.PHONE),
    product("visio", a.ONEDRIVE),
)


def plan(
    people: Sequence[Person], chosen: Sequence[str], known: LookupResults | None = None
) -> Plan:
    return build_plan(
        id="plan-1",
        tenant="t",
        owner="alex",
        made_at=NOW,
        day=NOW.date(),
        chosen=chosen,
        people=people,
        products=OWNED,
        known=known,
    )


FALCON, OSPREY = Case("c1", "Falcon", Hold.NONE), Case("c2", "osprey", Hold.APPLIED)


@pytest.mark.parametrize("first", [True, False])
def test_someone_is_in_a_case_under_any_address_and_each_case_counts_once(*, first: bool) -> None:
    worse = (replace(FALCON, hold=Hold.APPLIED),)
    under = [(OSPREY, FALCON), worse] if first else [worse, (OSPREY, FALCON)]
    addresses = ("adele@contoso.example", "adele.smith@contoso.example")
    view = CaseView(Check(at=NOW), dict(zip(addresses, under, strict=True)))
    adele = replace(person("adele"), aliases=("Adele.Smith@contoso.example",))
    assert view.of(adele.addresses) == (replace(FALCON, hold=Hold.APPLIED), OSPREY)
    assert view.of(person("megan").addresses) == ()


def test_without_their_names_cases_are_as_they_were() -> None:
    view = CaseView(Check(at=NOW), {"adele@contoso.example": (FALCON, OSPREY)})
    hidden = view.unnamed()
    assert hidden.check == view.check
    cases = hidden.of(person("adele").addresses)
    assert {(case.id, case.name, case.hold) for case in cases} == {
        (case.id, "", case.hold) for case in (FALCON, OSPREY)
    }


def test_a_plan_names_who_is_in_a_case_and_counts_only_from_whom_something_goes() -> None:
    view = CaseView(
        Check(at=NOW, own_view=True),
        {f"{who}@contoso.example": (FALCON, OSPREY) for who in ("adele", "lee")},
    )
    people = [person("adele", "suite"), person("lee"), person("zoe", "suite")]
    made = plan(people, ["suite"], LookupResults(cases=view))
    assert [p.cases for p in made.people] == [(FALCON, OSPREY), (FALCON, OSPREY), ()]
    assert made.summary.in_cases == PeopleCount(1, ("Adele",))
    assert made.summary.cases == (
        CaseCount("c2", "osprey", Hold.APPLIED, 1, {Hold.APPLIED: 1}),
        CaseCount("c1", "Falcon", Hold.NONE, 1, {Hold.NONE: 1}),
    )
    assert made.summary.case_check == Check(at=NOW, own_view=True)
    assert made.hash != plan(people, ["suite"]).hash


def test_not_looked_at_is_never_nothing() -> None:
    made = plan([person("adele", "suite")], ["suite"]).summary
    assert made.case_check.why is NotChecked.OFF
    assert made.mailbox_check.why is NotChecked.NO_PERMISSION
    assert made.subscriptions.why is NotChecked.NO_PERMISSION
    assert not made.case_check.done


BOUGHT = Subscriptions(
    Check(at=NOW),
    {
        "suite": (
            Subscription("suite", 10, renews=date(2027, 3, 1)),
            Subscription("suite", 5, trial=True, renews=date(2026, 12, 1)),
            Subscription("suite", 5, renews=date(2027, 2, 1)),
        ),
        "visio": (Subscription("visio", 1, self_bought=True),),
        "phone": (
            Subscription("phone", 1, self_bought=True, renews=date(2026, 12, 3)),
            Subscription("phone", 1, trial=True),
        ),
    },
)


def test_who_bought_a_product_and_when_it_renews() -> None:
    assert [BOUGHT.self_bought(p) for p in ("suite", "visio", "phone", "x")] == [
        *(False, True, False, False)
    ]
    assert [p for p in ("suite", "visio", "phone") if BOUGHT.partly_self_bought(p)] == ["phone"]
    assert BOUGHT.renews("suite") == date(2027, 2, 1)
    assert BOUGHT.renews("phone") is None
    assert BOUGHT.paid("suite")
    assert BOUGHT.paid("unknown")
    assert not Subscriptions(Check(), {"t": (Subscription("t", 1, trial=True),)}).paid("t")


def test_what_people_seem_to_have_bought_is_tried_with_a_warning() -> None:
    who = person("p", "suite", "visio", "phone")
    made = plan([who], ["suite", "visio", "phone"], LookupResults(subscriptions=BOUGHT))
    assert [line.action for line in made.people[0].lines] == [PlannedAction.REMOVE] * 3
    assert made.summary.self_bought == 1
    assert made.summary.partly_self_bought == ("phone",)
    assert made.summary.seats["suite"] == Seats(1, 0, 3, True, date(2027, 2, 1))


def test_seats_come_free_only_where_no_group_gives_the_product_too() -> None:
    people = [
        person("adele", "suite"),
        person("megan", "suite", enabled=False),
        person("lee", "suite", assignment("suite", SALES)),
    ]
    made = plan(people, ["suite"]).summary
    assert made.going == {"suite": 3}
    assert made.seats == {"suite": Seats(2, 1, 3)}


def test_leaving_a_group_is_told_with_all_that_would_go_then() -> None:
    people = [
        person("adele", assignment("suite", SALES), assignment("phone", SALES)),
        person("lee", assignment("suite", SALES), assignment("phone", SALES), "phone"),
        person("megan", assignment("suite", SALES), assignment("visio", OPERATIONS)),
    ]
    known = LookupResults(groups={SALES.id: GroupFacts(MembershipType.DYNAMIC, ("suite", "phone"))})
    made = plan(people, ["suite"], known)
    assert made.summary.departures == (
        GroupDeparture(SALES, MembershipType.DYNAMIC, 3, (("phone", 1),)),
    )
    assert made.products["phone"] == "phone"
    assert plan(people, ["visio"]).summary.departures == (GroupDeparture(OPERATIONS, None, 1, ()),)


def test_mailboxes_that_are_no_persons_own_are_counted_and_so_are_the_unknown_ones() -> None:
    kinds = {"support": Mailbox.SHARED, "room": Mailbox.ROOM, "adele": Mailbox.USER}
    people = [person(name, "suite") for name in ("support", "room", "adele", "lee")]
    made = plan(
        people, ["suite"], LookupResults(mailboxes=Mailboxes(Check(NotChecked.NOT_YET), kinds))
    )
    summary = made.summary
    assert summary.losing[Data.MAILBOX] == 2
    assert summary.losing[Data.MAILBOX_SPACE] == 2
    assert summary.mailboxes == {
        Mailbox.SHARED: PeopleCount(1, ("Support",)),
        Mailbox.ROOM: PeopleCount(1, ("Room",)),
    }
    assert summary.unknown_mailboxes == 1


def test_addons_and_last_licenses_are_counted_over_all_people() -> None:
    people = [
        person("adele", "suite", "phone"),
        person("lee", "suite", assignment("phone", SALES)),
        person("megan", "suite"),
    ]
    made = plan(people, ["suite"], LookupResults(terms=Terms(mailbox_delay=True))).summary
    assert made.addons == (AddonCount("phone", Effect.STOPS, 2, 1),)
    assert made.last_license == PeopleCount(1, ("Megan",))
    assert made.terms == Terms(mailbox_delay=True)
    assert made.keeping == {}
