"""The preview: who loses what, what stays and why, and the warnings with their dates."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import (
    E1,
    E3,
    E5,
    PEOPLE,
    PREVIEW,
    VISIO,
    preview_of,
    to_preview,
    with_details,
)
from tests.support.seen import Json, find_button, parts_of, text_of

DIEGO = "diegos@contoso.example"
LYNNE = "lynner@contoso.example"
JONI = "jonis@contoso.example"
NESTOR = "nestorw@contoso.example"
SEAN = "sean.o'brien@contoso.example"
PRADEEP = "pradeepg@contoso.example"
ADELE = "adelev@contoso.example"
NOTHING_LOST = "Nothing is deleted, and nothing is lost to eDiscovery."
ONEDRIVE_ONLY = "This OneDrive is no longer found by eDiscovery from"


def in_days(days: int) -> str:
    return long_date(datetime.now(UTC).date() + timedelta(days))


def long_date(day: date) -> str:
    return f"{day:%A, %B} {day.day}, {day.year}"


def counts(card: Json) -> dict[str, str]:
    [facts] = [part["facts"] for part in parts_of(card) if part.get("type") == "FactSet"]
    return {f["title"]: f["value"] for f in facts}


async def test_everyone_is_counted_by_what_becomes_of_them(alex: Chat) -> None:
    people = f"{SEAN},{DIEGO},{LYNNE},{PRADEEP}"
    await to_preview(alex, people)
    dialog = await alex.turn(await alex.dialog("Details"), "Licenses")
    assert counts(dialog["card"]) == {
        "People chosen": "4",
        "People affected": "2",
        "Licenses to remove": "2",
        "Licenses that become available": "1",
        "Removed, still assigned through groups": "1",
        "Kept through groups": "1",
        "Not assigned": "1",
    }
    text = await with_details(alex)
    assert "Remove Office 365 E3 from 2 people" in text
    assert "the group Sales E3" in text
    assert "Office 365 E3 (the direct assignment)" in text


async def test_warnings_name_who_loses_a_mailbox_and_the_day(alex: Chat) -> None:
    text = await preview_of(alex, f"{SEAN},{JONI}")
    assert f"Sean O'Brien loses the mailbox. The data is kept for 30 days, until {in_days(30)}" in (
        text
    )
    assert "This mailbox can no longer be searched by eDiscovery" in text
    assert "Sean O'Brien and Joni Sherman lose OneDrive." in text
    assert f"read-only on {in_days(60)} and is archived" in text
    assert f"on {in_days(93)}." in text


@pytest.mark.parametrize("person", [JONI, NESTOR, DIEGO], ids=["another", "off", "group"])
async def test_who_keeps_the_mailbox_or_never_had_one_is_not_warned_of(
    alex: Chat, person: str
) -> None:
    text = await preview_of(alex, person)
    assert "loses the mailbox" not in text
    assert "then permanently deleted" not in text
    assert NOTHING_LOST in text or ONEDRIVE_ONLY in text


async def test_further_warnings_stand_only_where_they_apply(alex: Chat) -> None:
    text = await preview_of(alex, ADELE, VISIO)
    assert "loses OneDrive" not in text
    assert "Keeps: OneDrive, from Office 365 E3" in text
    assert "Unlicensed Product" not in text
    assert "still assigned through" not in text
    await alex.press("Back")
    await alex.press("Preview", {"paste": "henriettam@contoso.example"})
    await alex.until_card(PREVIEW, "Henrietta Mueller")
    kept = "1 removed license is still assigned through the group Project office"
    assert kept in await with_details(alex)


async def test_office_notices_are_warned_of_where_desktop_apps_go(alex: Chat) -> None:
    text = await preview_of(alex, SEAN)
    assert "“Unlicensed Product”" in text
    await alex.press("Back")


async def test_dates_are_those_of_the_persons_day(env: BotFixture) -> None:
    kiritimati = await env.chat(timezone="Pacific/Kiritimati").open()
    text = await preview_of(kiritimati, SEAN)
    there = (datetime.now(UTC) + timedelta(hours=14)).date()
    assert long_date(there + timedelta(30)) in text


async def test_where_nothing_would_go_there_is_no_way_on(alex: Chat) -> None:
    card = await to_preview(alex, LYNNE)
    assert "No licenses to remove" in text_of(card)
    with pytest.raises(AssertionError):
        find_button(card, "Continue")
    await alex.say("next")
    await alex.until_card(PREVIEW, "No licenses to remove")


async def test_who_holds_nothing_of_it_is_told_apart_from_who_has_it_by_group(alex: Chat) -> None:
    card = await to_preview(alex, f"{PRADEEP}", E1, E5)
    assert "No one on the list has any of these licenses." in text_of(card)


async def test_going_back_and_on_again_reads_everyone_afresh(env: BotFixture, alex: Chat) -> None:
    assert "from Sean O'Brien" in text_of(await to_preview(alex, f"{SEAN},{PRADEEP}"))
    await env.assign(PRADEEP, E3)
    await alex.press("Back")
    await alex.until_card(PEOPLE, "2 people selected")
    await alex.press("Preview")
    await alex.until_card("Remove Office 365 E3 from 2 people")


async def test_the_advice_of_microsofts_page_is_at_hand(alex: Chat) -> None:
    text = await preview_of(alex, SEAN)
    for words in ("Before you do this", "Delete a user", "inactive mailbox", "block sign-in"):
        assert words in text


async def test_a_phone_that_names_no_zone_keeps_the_days_of_the_other_client(
    env: BotFixture,
) -> None:
    # Where it is another day than in UTC, whatever the time is.
    zone = "Pacific/Kiritimati" if datetime.now(UTC).hour >= 10 else "Pacific/Midway"
    alex = await env.chat(timezone=zone).open()
    await to_preview(alex, SEAN)
    await alex.press("Back")
    await alex.until_card(PEOPLE)
    phone = env.chat(timezone="")
    day = datetime.now(ZoneInfo(zone)).date()
    await phone.press("Preview")
    await phone.until_card(PREVIEW)
    dates = f"Dates assume the licenses are removed on {long_date(day)}."
    assert dates in await with_details(phone)
    assert day != datetime.now(UTC).date()
