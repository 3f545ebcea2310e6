"""What the preview promises is what the rehearsal tenant does, on the day that it said."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from commands.arguments import ROOT
from sandbox.organization.casefile import load_case, parse_case
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import address, office
from tests.support.days import days_later
from tests.support.journeys import E3, PREVIEW, preview_of, removed, with_details
from tests.support.seen import inputs_of, text_of

ENTERPRISE_PC = "226ca751-f0a4-4232-9be5-73c02a92555e"
BUSINESS_PC = "42e6818f-8966-444b-b7ac-0027c83fa8b5"
PARTS = ("ENTERPRISEPACK", "CPC_E_2C_4GB_128GB", "CPC_B_2C_4RAM_64GB")
PCS = {"pc": "cloudPc CPC_E_2C_4GB_128GB", "business": "cloudPcBusiness CPC_B_2C_4RAM_64GB"}
ANN = "annb@contoso.example"
#: Day after the removal, the thing, what becomes of it then, and what it was until then.
DAYS = [
    (1, PCS["business"], "deleted", "held"),
    (7, PCS["pc"], "deleted", "held"),
    (30, "mailbox", "deleted", "held"),
    (30, "archive", "deleted", "held"),
    (60, "oneDrive", "readOnly", "held"),
    (93, "oneDrive", "archived", "readOnly"),
    (275, "oneDrive", "unsearchable", "archived"),
    (365, "oneDrive", "deleted", "unsearchable"),
]


@pytest.fixture
async def env(tmp_path: Path) -> AsyncIterator[BotFixture]:
    # No reminder comes in between.
    async with open_bot(
        tmp_path, office(1, *PARTS), remind_days="off", remind_onedrive_days="off"
    ) as env:
        # At ten in the morning, so that no day ends during the test.
        now = datetime.now(UTC)
        ten = datetime.combine(now.date() + timedelta(days=1), time(10), UTC)
        env.clock.ahead = ten - now
        await turn(env, (ten - now) / timedelta(days=1))
        yield env


def long_date(day: date) -> str:
    return f"{day:%A, %B} {day.day}, {day.year}"


async def turn(env: BotFixture, days: float) -> None:
    await env.control("clock", {"days": days})


async def data_of(env: BotFixture, person: str) -> dict[str, Any]:
    async with env.session.get(f"{env.sandbox_url}/_sandbox/data/{person}") as answer:
        return dict(await answer.json())


async def test_each_thing_goes_on_the_day_that_the_preview_said(env: BotFixture) -> None:
    alex = await env.chat().open()
    morning = env.clock.now().date()
    text = await preview_of(alex, address(1), E3, ENTERPRISE_PC, BUSINESS_PC)
    for days in (1, 7, 30, 60, 93, 275, 365):
        assert long_date(morning + timedelta(days=days)) in text
    await alex.press("Continue")
    await alex.press("Remove", dict.fromkeys(inputs_of(await alex.until_card("4 of 4")), "true"))
    await alex.until_card("3 licenses removed")
    for days, thing, then, before in DAYS:
        today = (await clock(env) - morning).days
        await turn(env, days - today - 0.5 if days > today else 0)
        if days > today:
            assert (await data_of(env, address(1)))[thing]["state"] == before, (days, thing)
            await turn(env, 0.5)
        assert (await data_of(env, address(1)))[thing]["state"] == then, (days, thing)


async def clock(env: BotFixture) -> date:
    """The tenant's day."""
    async with env.session.get(f"{env.sandbox_url}/_sandbox/clock") as answer:
        return datetime.fromisoformat((await answer.json())["now"]).date()


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (6, {"Business"}),
        (8, {"Business", "PC"}),
        (31, {"Business", "PC", "mailbox"}),
        (366, {"Business", "PC", "mailbox", "OneDrive"}),
    ],
)
async def test_an_undo_says_of_what_is_deleted_by_then_that_it_does_not_come_back(
    env: BotFixture, days: int, gone: set[str]
) -> None:
    alex = await env.chat().open()
    await removed(alex, address(1), E3, ENTERPRISE_PC, BUSINESS_PC)
    await turn(env, days)
    await days_later(env, days)
    await alex.say("undo 1")
    await alex.until_card("1 of 3")
    await alex.press("Restore for this person")
    text = text_of(await alex.until_card("2 of 3"))
    assert told_gone(text) == gone
    await alex.press("Continue")
    card = await alex.until_card("3 of 3", "I understand that this data is permanently deleted")
    await alex.press("Restore", {"accept_data_gone": "true"})
    result = text_of(await alex.until_card("3 licenses restored"))
    assert told_gone(result) == gone
    assert "accept_data_gone" in inputs_of(card)
    states = await data_of(env, address(1))
    empty = {name for name, one in states.items() if one["state"] == "empty"}
    things = {"Business": PCS["business"], "PC": PCS["pc"], "mailbox": "mailbox"}
    assert empty - {"archive"} == {things.get(name, "oneDrive") for name in gone}


def told_gone(text: str) -> set[str]:
    """What a card says is permanently deleted."""
    said = {
        "Business": "the Business Cloud PC, kept until",
        "PC": "the Cloud PC, kept until",
        "mailbox": "the mailbox, kept until",
        "OneDrive": "possibly OneDrive, kept until",
    }
    line = text.partition("Permanently deleted: ")[2].partition("The licenses don't restore it.")[0]
    return {name for name, words in said.items() if words in line}


async def test_a_product_that_is_gone_from_the_tenant_warns_and_is_removed(tmp_path: Path) -> None:
    async with open_bot(tmp_path, load_case(ROOT / "sandbox/examples/small.json")) as env:
        listed = await env.graph("/subscribedSkus")
        listed["value"] = [one for one in listed["value"] if one["skuId"] != E3]
        gone = {"method": "GET", "path": "/subscribedSkus", "times": 10_000}
        await env.faults({**gone, "status": 200, "body": listed})
        alex = await env.chat().open()
        await by_user(alex, ANN, E3)
        await alex.until_card(PREVIEW)
        text = await with_details(alex)
        assert "Office 365 E3" in text
        assert E3 not in text
        assert "Ann Beebe loses the mailbox" in text
        assert "Ann Beebe loses OneDrive" in text
        assert "Nothing is deleted" not in text
        await alex.press("Continue")
        card = await alex.until_card("4 of 4")
        assert {"accept_deletion", "accept_ediscovery"} <= set(inputs_of(card))
        await alex.press("Remove", dict.fromkeys(inputs_of(card), "true"))
        await alex.until_card("1 license removed")
        assert E3 not in await env.direct(ANN)
        await alex.say("undo 1")
        await alex.until_card("1 of 3")
        await alex.press("Restore for this person")
        await alex.until_card("2 of 3", "product no longer owned")


async def by_user(chat: Chat, person: str, product: str) -> None:
    await chat.press("By user")
    await chat.until_card("1 of 4")
    await chat.press("Next", {"paste": person})
    await chat.until_card("2 of 4")
    await chat.press("Preview", {f"license_{product}": "true"})


MYSTERY = "22222222-bbbb-4ccc-8ddd-333333333333"
UNLISTED = {
    "products": [
        {
            "product": "MYSTERY",
            "id": MYSTERY,
            "plans": [{"name": "MYSTERY_PLAN", "id": "33333333-cccc-4ddd-8eee-444444444444"}],
        }
    ],
    "people": [
        {"name": "Alex Wilber", "address": "alexw", "roles": ["License Administrator"]},
        {"name": "Ann Beebe", "address": "annb", "licenses": ["MYSTERY"]},
    ],
}


async def test_a_product_that_no_one_knows_warns_has_a_box_and_is_not_promised_back(
    tmp_path: Path,
) -> None:
    async with open_bot(tmp_path, parse_case(json.dumps(UNLISTED))) as env:
        alex = await env.chat().open()
        text = await preview_of(alex, ANN, MYSTERY)
        assert "Ann Beebe loses MYSTERY. The contents are unknown" in text
        assert "Nothing is deleted" not in text
        await alex.press("Continue")
        card = await alex.until_card("4 of 4", "The contents of MYSTERY")
        assert set(inputs_of(card)) == {"accept_unknown"}
        await alex.press("Remove", {"accept_unknown": "false"})
        await alex.until_card("Select each checkbox first")
        assert await env.writes() == []
        await alex.press("Remove", {"accept_unknown": "true"})
        await alex.until_card("1 license removed")
        await alex.say("undo 1")
        await alex.until_card("1 of 3", "whether all data is restored")
