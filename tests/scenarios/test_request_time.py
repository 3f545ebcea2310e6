"""What time does to a request: reminders that grow rarer, a second list, the end."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.organization.personas import ADELE, ALEX
from tests.support.chat import Chat
from tests.support.requesting import APPROVERS, LOOK, ONE, Office, open_office, titles
from tests.support.seen import Json, text_of

GLOBAL = "Global Administrator"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as opened:
        yield opened


async def later(office: Office, **time: float) -> None:
    """Let time pass; the restart looks at once what is due."""
    office.env.clock.ahead += timedelta(**time)
    await office.env.restart_bot()


async def reminders(chat: Chat) -> list[Json]:
    """Every reminder in a chat."""
    return _reminders(await chat.messages())


async def reminded(chat: Chat, times: int) -> None:
    """Wait for so many reminders, and see that there are no more."""
    await chat.until(lambda messages: len(_reminders(messages)) >= times)
    assert len(await reminders(chat)) == times


def _reminders(messages: list[Json]) -> list[Json]:
    return [one for one in messages if "is waiting for" in one["text"]]


async def test_approvers_are_reminded_more_and_more_rarely_in_thread_and_own_chat(
    office: Office,
) -> None:
    await office.request(ONE)
    await office.posted("Waiting for approval")
    assert await reminders(office.megan_there) == []
    await later(office, hours=4, minutes=1)
    text = await office.megan_there.until_text("Request 1 is waiting for 1 approval")
    assert ALEX.name in text
    assert ADELE.name in text
    # The first one brings the card to their own chats, later ones a sentence.
    await office.adele.until_card("Waiting for approval", "Comment")
    await later(office, hours=8)
    await office.adele.until_text("Request 1 is waiting for 1 approval")
    await reminded(office.megan_there, 2)
    # What fell due while the bot was away is one reminder.
    await later(office, hours=50)
    await reminded(office.megan_there, 3)
    await office.adele.press("Approve")
    await office.posted("1 license removed")
    await later(office, days=30)
    assert len(await reminders(office.megan_there)) == 3


async def test_a_requester_reminds_by_hand_but_not_too_often(office: Office) -> None:
    await office.request(ONE)
    await office.posted("Waiting for approval")
    await office.megan.press("Remind")
    await office.megan.until_card("The approvers of request 1 were reminded.")
    await office.megan_there.until_text("Request 1 is waiting for 1 approval")
    answer = await office.megan.press("Remind")
    assert "Try again later." in text_of(answer["card"])
    assert len(await reminders(office.megan_there)) == 1


async def test_the_second_list_comes_in_after_its_time_and_not_before(office: Office) -> None:
    await office.request(ONE)
    await office.posted("Waiting for approval")
    for person in (ALEX, ADELE):
        await office.env.control(f"members/{APPROVERS}/{person.oid}", {"member": False}, "PUT")
    await office.env.role(ALEX, GLOBAL)
    answer = await office.alex_there.press(LOOK, shown=LOOK)
    assert "Approve" not in titles(answer["card"])
    await later(office, hours=8, minutes=1)
    await office.megan_there.until_text("can now approve request 1 too")
    await office.alex_there.press(LOOK, shown=LOOK)
    await office.alex_there.press("Approve", shown="Approve")
    await office.posted("1 license removed")


async def test_no_one_decided_in_time(office: Office) -> None:
    await office.request(ONE)
    approve = await office.adele_there.shown_button("Approve")
    message = await office.adele_there.message()
    await later(office, days=3, minutes=1)
    for chat in (office.megan, office.megan_there):
        await chat.until_card("Expired", "No one decided in time.", "Nothing was removed.")
    await office.megan.until_text("Your request 1 expired because no one decided in time.")
    answer = await office.adele_there.send(message, approve)
    assert "This request has already ended." in text_of(answer["card"])
    assert await office.env.writes() == []


async def test_a_click_after_the_end_ends_it_though_no_timer_came_yet(office: Office) -> None:
    await office.request(ONE)
    approve = await office.adele_there.shown_button("Approve")
    message = await office.adele_there.message()
    office.env.clock.ahead += timedelta(days=3, minutes=1)
    answer = await office.adele_there.send(message, approve)
    assert "No one decided in time." in text_of(answer["card"])
    await office.megan.until_card("Expired")
    await office.megan.until_text("Your request 1 expired because no one decided in time.")
    told = [m for m in await office.megan.messages() if "expired because" in m["text"]]
    assert len(told) == 1
    assert await office.env.writes() == []
