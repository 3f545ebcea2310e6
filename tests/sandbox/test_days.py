"""Days pass in the rehearsal tenant, and data grows old as Microsoft says."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.controls.time_controls import until_hour
from sandbox.data import ARCHIVE, MAILBOX, ONEDRIVE, DataRetention, supplied
from sandbox.organization.organization import Assignment
from sandbox.organization.products import PLANS, Plan, Product
from tests.sandbox.conftest import E3, Rehearsal

DAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
MAIL, FILES = PLANS["EXCHANGE_S_ENTERPRISE"], PLANS["SHAREPOINTENTERPRISE"]
SUITE = Product(
    *("suite", "SUITE", "Suite"),
    (Plan(MAIL, "EXCHANGE_S_ENTERPRISE"), Plan(FILES, "SHAREPOINTENTERPRISE")),
)
#: Only ids count: this is no mailbox, whatever it is called.
BASIC = Product("basic", "BASIC", "Basic", (Plan("f", "EXCHANGE_S_ENTERPRISE"),))
PRODUCTS: Mapping[str, Product] = {"suite": SUITE, "basic": BASIC}
HELD = (Assignment("suite"),)


@pytest.fixture
def kept() -> DataRetention:
    kept = DataRetention()
    kept.changed("adele", HELD, (), PRODUCTS, DAY)
    return kept


def state(kept: DataRetention, days: float, held: tuple[Assignment, ...] = ()) -> tuple[str, str]:
    states = kept.states("adele", held, PRODUCTS, DAY + timedelta(days=days))
    return states[MAILBOX].state, states[ONEDRIVE].state


def test_each_kind_goes_on_its_day(kept: DataRetention) -> None:
    assert state(kept, 29.9) == ("held", "held")
    assert state(kept, 30) == ("deleted", "held")
    assert state(kept, 60) == ("deleted", "readOnly")
    assert state(kept, 93) == ("deleted", "archived")
    assert state(kept, 275) == ("deleted", "unsearchable")
    assert state(kept, 364.9) == ("deleted", "unsearchable")
    assert state(kept, 365) == ("deleted", "deleted")


def test_a_license_in_time_brings_everything_back(kept: DataRetention) -> None:
    kept.changed("adele", (), HELD, PRODUCTS, DAY + timedelta(days=29))
    assert state(kept, 29, HELD) == ("active", "active")
    assert state(kept, 99, HELD) == ("active", "active")


def test_a_license_too_late_brings_an_empty_mailbox_and_the_files(kept: DataRetention) -> None:
    kept.changed("adele", (), HELD, PRODUCTS, DAY + timedelta(days=94))
    assert state(kept, 94, HELD) == ("empty", "active")


def test_a_license_after_a_year_brings_an_empty_onedrive(kept: DataRetention) -> None:
    kept.changed("adele", (), HELD, PRODUCTS, DAY + timedelta(days=365))
    assert state(kept, 365, HELD) == ("empty", "empty")


def test_only_plans_that_are_on_and_carry_data_supply_it() -> None:
    assert supplied(HELD, PRODUCTS) == {MAILBOX, ARCHIVE, ONEDRIVE}
    assert supplied([Assignment("basic"), Assignment("unknown")], PRODUCTS) == set()
    assert supplied([Assignment("suite", disabled=(MAIL,))], PRODUCTS) == {ONEDRIVE}
    assert supplied([Assignment("suite", state="Error")], PRODUCTS) == set()


async def test_the_clock_turns_forward_and_no_one_is_signed_out(rehearsal: Rehearsal) -> None:
    person = rehearsal.account("isaiahl").id
    assert (await rehearsal.assign(person, [E3]))[0] == 200
    assert (await rehearsal.control("GET", f"data/{person}"))[1]["mailbox"]["state"] == "held"
    status, told = await rehearsal.control("POST", "clock", {"days": 31})
    assert (status, told["aheadSeconds"]) == (200, 31 * 86_400)
    assert (await rehearsal.control("GET", f"data/{person}"))[1]["mailbox"]["state"] == "deleted"
    assert (await rehearsal.get("/me"))[0] == 200


@pytest.mark.parametrize(
    ("now", "days", "then"),
    [
        ("2026-11-30T23:50:00+00:00", 1, "2026-12-02T10:00:00+13:00"),
        ("2026-12-01T11:30:00+00:00", 7, "2026-12-09T10:00:00+13:00"),
        ("2026-12-01T10:30:00+00:00", 1, "2026-12-02T10:00:00+13:00"),
        # Clocks go back on April 4, 2027.
        ("2027-04-02T22:00:00+00:00", 1, "2027-04-04T10:00:00+12:00"),
    ],
)
def test_a_later_day_begins_in_the_morning_of_a_time_zone(now: str, days: int, then: str) -> None:
    at = datetime.fromisoformat(now)
    zone = ZoneInfo("Pacific/Auckland")
    assert at + until_hour(at, days, 10, zone) == datetime.fromisoformat(then)


async def test_the_clock_turns_to_an_hour(rehearsal: Rehearsal) -> None:
    body = {"days": 7, "hour": 10, "timezone": "Pacific/Auckland"}
    status, told = await rehearsal.control("POST", "clock", body)
    assert status == 200
    assert datetime.fromisoformat(told["now"]).astimezone(ZoneInfo("Pacific/Auckland")).hour == 10


@pytest.mark.parametrize(
    "body",
    [
        *({"days": -1}, {"days": "x"}, {}, {"days": 1e9}),
        *({"days": -1, "hour": 10}, {"days": 1, "hour": 24}, {"hour": 10}),
        {"days": 1, "hour": 10, "timezone": "Nowhere/Town"},
    ],
)
async def test_a_turn_that_means_nothing_is_refused(
    rehearsal: Rehearsal, body: dict[str, object]
) -> None:
    assert (await rehearsal.control("POST", "clock", body))[0] == 400
