"""Advice fits the people of a plan, and says for how many."""

import pytest

from licensing.losses.services import Data
from licensing.plans.advice import Advice, applicable_advice
from licensing.plans.summary import PeopleCount, Summary
from licensing.tenant.mailboxes import Mailbox

NOTHING = Summary(people=9, affected=9, licenses=9, inherited=0, not_held=0)


def summary(**found: object) -> Summary:
    return Summary(people=9, affected=9, licenses=9, inherited=0, not_held=0, **found)  # type: ignore[arg-type]


def test_where_nothing_fits_nothing_is_advised() -> None:
    assert applicable_advice(NOTHING) == ()


@pytest.mark.parametrize(
    ("found", "advice", "people"),
    [
        ({"last_license": PeopleCount(4)}, Advice.DELETE_ACCOUNT, 4),
        ({"losing": {Data.MAILBOX: 3}}, Advice.CONVERT_MAILBOX, 3),
        ({"holdable": 2}, Advice.INACTIVE_MAILBOX, 2),
        ({"last_enabled": 5}, Advice.BLOCK_SIGN_IN, 5),
        ({"losing": {Data.ONEDRIVE: 1, Data.ONEDRIVE_STAYS: 2}}, Advice.HAND_OVER_ONEDRIVE, 3),
        ({"losing": {Data.CLOUD_PC: 1}}, Advice.SAVE_CLOUD_PC, 1),
        ({"losing": {Data.PHONE: 6}}, Advice.KEEP_NUMBER, 6),
        (
            {
                "mailboxes": {
                    Mailbox.SHARED: PeopleCount(1),
                    Mailbox.ROOM: PeopleCount(2),
                    Mailbox.EQUIPMENT: PeopleCount(3),
                    Mailbox.USER: PeopleCount(40),
                }
            },
            Advice.NO_LICENSE_NEEDED,
            6,
        ),
        ({"self_bought": 2, "partly_self_bought": ("visio",)}, Advice.TAKE_OVER, 3),
    ],
)
def test_what_fits_is_advised_with_its_number(
    found: dict[str, object], advice: Advice, people: int
) -> None:
    assert applicable_advice(summary(**found)) == ((advice, people),)


def test_the_most_telling_comes_first() -> None:
    found = summary(last_license=PeopleCount(1), losing={Data.PHONE: 1, Data.MAILBOX: 1})
    said = [advice for advice, _ in applicable_advice(found)]
    assert said == [Advice.DELETE_ACCOUNT, Advice.CONVERT_MAILBOX, Advice.KEEP_NUMBER]
    assert said == sorted(said, key=[*Advice].index)
