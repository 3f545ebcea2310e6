"""The days after a removal: every reminder once, computed from the tenant as it is by then."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from cards.kit.actions import Verb
from sandbox.organization.personas import ALEX
from tests.scenarios.test_journal import entries
from tests.scenarios.test_preview import long_date
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.days import days_later, reminders, until_reminders
from tests.support.journeys import E3, removed
from tests.support.requesting import decide, open_office
from tests.support.seen import Json, buttons_of, links_of, text_of
from tests.support.waiting import SOON
from tests.support.workbooks import read_workbook, records

SEAN = "sean.o'brien@contoso.example"
ADELE = "adelev@contoso.example"
JONI = "jonis@contoso.example"


@pytest.fixture
def morning(env: BotFixture) -> date:
    """Tomorrow at ten: nothing is quiet then. Returns the day."""
    now = datetime.now(UTC)
    ten = datetime.combine(now.date() + timedelta(days=1), time(10), UTC)
    env.clock.ahead = ten - now
    return ten.date()


async def upcoming(chat: Chat) -> Json:
    """Ask for it, and look again until what has just ended is written down."""
    await chat.say("upcoming")
    card = await chat.until_card("Lost in the next 366 days")
    async with asyncio.timeout(SOON):
        while "still being recorded" in text_of(card):
            card = (await chat.press("Check again"))["card"]
    return card


async def test_a_mailbox_is_reminded_of_a_week_and_a_day_before_and_never_twice(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    await removed(alex, SEAN)
    await days_later(env, 22)
    text = text_of(await upcoming(alex))
    assert "1 mailbox is permanently deleted" in text
    assert await reminders(alex) == []

    await days_later(env, 1)
    first = text_of(await until_reminders(alex, 1))
    assert "In 7 days: 1 mailbox is permanently deleted" in first
    assert f"Sean O'Brien has had no license for a mailbox since {long_date(morning)}" in first
    assert f"by {long_date(morning + timedelta(days=30))} keep everything" in first
    assert "could not be checked" not in first

    await days_later(env, 0)
    await days_later(env, 6)
    second = text_of(await until_reminders(alex, 2))
    assert f"get it back by {long_date(morning + timedelta(days=30))} keep everything" in second
    assert "Tomorrow: 1 mailbox is permanently deleted" in second

    told = [one for one in await entries(env) if one["kind"] == "reminder_sent"]
    days = [(morning + timedelta(days=n)).isoformat() for n in (23, 29)]
    assert [one["what"] for one in told] == [{"day": day, "receipt": 1} for day in days]
    assert {(one["actor"], one["subject"]) for one in told} == {("", ALEX.oid)}

    await days_later(env, 3)
    text = text_of(await upcoming(alex))
    assert "mailbox" not in text
    assert "1 OneDrive turns read-only" in text
    assert len(await reminders(alex)) == 2


async def test_anyone_who_was_licensed_again_is_left_out(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    await removed(alex, f"{SEAN},{ADELE}")
    await env.assign(SEAN, E3)
    await days_later(env, 23)
    text = text_of(await until_reminders(alex, 1))
    assert "In 7 days: 1 mailbox is permanently deleted" in text
    assert "Adele Vance has had no license" in text
    assert "1 person has a license again and is left out." in text
    await env.assign(ADELE, E3)
    await days_later(env, 6)
    assert "Nothing that was removed here is lost" in text_of(await upcoming(alex))
    assert len(await reminders(alex)) == 1
    del morning


async def test_a_reminder_that_can_not_be_checked_again_says_from_when_it_is(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    await removed(alex, SEAN)
    await env.role(alex.persona, "License Administrator", "none")
    await env.faults(
        {"path": "/users", "status": 403, "code": "Authorization_RequestDenied", "times": 50}
    )
    await days_later(env, 23)
    text = text_of(await until_reminders(alex, 1))
    assert "In 7 days: 1 mailbox is permanently deleted" in text
    assert "It could not be checked again" in text
    assert f"As of {morning:%b} {morning.day}, {morning.year}" in text


async def test_dates_are_those_of_anyone_who_is_reminded(env: BotFixture, morning: date) -> None:
    # Ten o'clock is midnight in Kiritimati, and quiet.
    env.clock.ahead += timedelta(hours=9)
    kiritimati = await env.chat(timezone="Pacific/Kiritimati").open()
    await removed(kiritimati, SEAN)
    there = morning + timedelta(days=1)
    await days_later(env, 23)
    text = text_of(await until_reminders(kiritimati, 1))
    assert "In 7 days" in text
    assert f"since {long_date(there)}" in text


async def test_the_table_names_everyone_and_each_day(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    await removed(alex, f"{SEAN},{ADELE}")
    await upcoming(alex)
    # What was written down while the first look went on is looked up with the second.
    card = (await alex.press("Check again"))["card"]
    [link] = [url for url in links_of(card) if "/downloads/" in url]
    async with env.session.get(link) as answer:
        assert answer.status == 200
        rows = records(read_workbook(await answer.read())["Upcoming"])
    assert {row["User principal name"] for row in rows} == {SEAN, ADELE}
    assert all(row["Object id"] for row in rows)
    assert {(row["Day"], row["What"], row["What happens"]) for row in rows} == {
        ((morning + timedelta(days=30)).isoformat(), "the mailbox", "deleted"),
        ((morning + timedelta(days=60)).isoformat(), "OneDrive", "read-only"),
        ((morning + timedelta(days=93)).isoformat(), "OneDrive", "archived"),
        ((morning + timedelta(days=275)).isoformat(), "OneDrive", "not found by eDiscovery"),
        ((morning + timedelta(days=365)).isoformat(), "OneDrive", "may be deleted"),
    }
    assert all(row["Looked up (UTC)"] for row in rows)


async def test_upcoming_names_people_and_opens_their_receipt(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    del env, morning
    await removed(alex, f"{SEAN},{ADELE}")
    await upcoming(alex)
    card = (await alex.press("Check again"))["card"]
    assert "Sean O'Brien and Adele Vance" in text_of(card)
    await alex.press("Receipt 1")
    await alex.until_card("Removed by Alex Wilber on ")


async def test_a_requester_sees_what_is_ahead_and_is_offered_no_undo(tmp_path: Path) -> None:
    async with open_office(tmp_path, quiet_hours="off") as office:
        await office.request(SEAN)
        await decide(office.adele_there, "Approve")
        await office.posted("1 license removed")
        card = await upcoming(office.megan)
        assert "Sean O'Brien" in text_of(card)
        await days_later(office.env, 23.9)
        card = await until_reminders(office.megan, 1)
        verbs = {str(one.get("verb")) for one in buttons_of(card)}
        assert Verb.RECEIPT in verbs
        assert Verb.UNDO not in verbs
        approver = await until_reminders(office.adele, 1)
        assert Verb.UNDO in {str(one.get("verb")) for one in buttons_of(approver)}


async def test_others_see_only_what_they_removed_themselves(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    del morning
    await removed(alex, SEAN)
    await env.role(alex.persona, "License Administrator", "none")
    text = text_of(await upcoming(alex))
    assert "Only removals that ran in your name, and those of your requests" in text
    assert "1 mailbox is permanently deleted" in text


async def test_looking_at_what_is_upcoming_leaves_a_walk_open(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    del env, morning
    await alex.press("By product")
    await alex.until_card("1 of 4")
    await upcoming(alex)
    await alex.say("next")
    await alex.until_card("1 of 4")


async def test_who_keeps_the_mailbox_is_not_reminded_of_it(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    del morning
    await removed(alex, JONI)
    text = text_of(await upcoming(alex))
    assert "mailbox" not in text
    await days_later(env, 30)
    await alex.say("hi")
    assert await reminders(alex) == []


async def test_give_it_back_leads_to_the_result_on_the_same_card(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    del morning
    await removed(alex, f"{SEAN},{ADELE}")
    await env.assign(ADELE, E3)
    await days_later(env, 23)
    await until_reminders(alex, 1)
    before = len(await alex.cards())
    await alex.press("Restore for 1 person")
    card = await alex.until_card("Continue", "Sean O'Brien")
    assert "Adele Vance" not in text_of(card)
    await alex.press("Continue")
    await alex.until_card("Restore 1 license")
    await alex.press("Restore 1 license")
    await alex.until_card("1 license restored")
    assert len(await alex.cards()) == before
    assert E3 in await env.direct(SEAN)
    await days_later(env, 6)
    assert "Nothing that was removed here is lost" in text_of(await upcoming(alex))
    assert await reminders(alex) == []


async def test_an_undo_that_comes_to_nothing_leaves_the_reminder(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    del morning
    await removed(alex, SEAN)
    await days_later(env, 23)
    await until_reminders(alex, 1)
    await alex.press("Restore for 1 person")
    await alex.until_card("Continue")
    await alex.press("Back")
    await alex.until_card("In 7 days: 1 mailbox is permanently deleted")
    await alex.press("Restore for 1 person")
    await alex.until_card("Continue")
    await alex.press("Cancel")
    await alex.until_card("In 7 days: 1 mailbox is permanently deleted")
    await alex.press("Restore for 1 person")
    await alex.until_card("Continue")
    await alex.write("cancel")
    await alex.until_card("In 7 days: 1 mailbox is permanently deleted")
    assert await env.direct(SEAN) == set()


async def test_who_lost_the_role_may_look_and_not_restore(
    env: BotFixture, alex: Chat, morning: date
) -> None:
    del morning
    await removed(alex, SEAN)
    await days_later(env, 23)
    await until_reminders(alex, 1)
    await env.role(alex.persona, "License Administrator", "none")
    await alex.press("Restore for 1 person")
    await alex.until_card("In 7 days: 1 mailbox is permanently deleted", "role")
    await alex.press("Receipt 1")
    await alex.until_card("1 license removed")
