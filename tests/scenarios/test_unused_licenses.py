"""The search for unused licenses, from the start page to removals that cost no one anything.

What someone can use is read in the rehearsal tenant, and not in the bot.
"""

from datetime import timedelta

import pytest

from sandbox.organization.personas import ALEX, MEGAN
from sandbox.state import TENANT
from sandbox.tenant import Tenant
from tests.support.bot_fixture import BotFixture
from tests.support.chat import Chat
from tests.support.journeys import CONFIRM, HOME, M365_E5, PREVIEW, ticks
from tests.support.seen import Json, buttons_of, links_of, text_of
from tests.support.workbooks import read_workbook

FOUND = "people with licenses, read on"
FOUNDATION = "EXCHANGE_S_FOUNDATION"


def services(tenant: Tenant) -> dict[str, frozenset[str]]:
    """By person, the services that are switched on and work."""
    return {
        person.id: frozenset(
            plan.name
            for one in tenant.assignments(person.id)
            if one.state == "Active" and tenant.products[one.product].usable_seats
            for plan in tenant.products[one.product].plans
            if plan.id not in one.disabled and plan.name != FOUNDATION
        )
        for person in tenant.people
    }


def reviews(card: Json) -> list[Json]:
    """The buttons that begin a removal, one for each line."""
    return [one for one in buttons_of(card) if one.get("title") == "Review"]


async def review(chat: Chat, message: Json, line: Json) -> str:
    """Carry out one line: selection, licenses, preview, confirmation, result; what it previewed."""
    await chat.send(message, line)
    await chat.until_card("1 of 4", "selected")
    await chat.press("Next")
    await chat.until_card("2 of 4")
    await chat.press("Preview")
    preview = text_of(await chat.until_card(PREVIEW))
    await chat.press("Continue")
    card = await chat.until_card(CONFIRM)
    await chat.press("Remove", ticks(card))
    await chat.until_card("removed")
    return preview


async def test_everything_that_is_found_goes_and_no_service_of_anyone_changes(
    env: BotFixture, alex: Chat
) -> None:
    tenant: Tenant = env.sandbox[TENANT]
    before, held = services(tenant), sum(len(tenant.assignments(p.id)) for p in tenant.people)
    await alex.press("Find unused licenses")
    card = await alex.until_card(FOUND)
    assert "3 licenses become available" in text_of(card)
    assert "Power BI Pro: 2 people" in text_of(card)
    message, lines = await alex.message(), reviews(card)
    assert len(lines) >= 3
    for line in lines:
        await review(alex, message, line)
    assert sum(len(tenant.assignments(p.id)) for p in tenant.people) < held
    assert services(tenant) == before
    # Nothing is left to find.
    await alex.write("find unused licenses")
    await alex.until_card(FOUND)
    await alex.press("Search again")
    await alex.until_card("I found no license that can go without a loss.")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Find unused licenses", "Unused licenses"),
        ("Ungenutzte Lizenzen suchen", "Unused licenses"),
        ("查找未使用的许可证", "Unused licenses"),
    ],
)
async def test_it_is_begun_by_typed_words_too(alex: Chat, words: str, title: str) -> None:
    await alex.write(words)
    await alex.until_card(title, FOUND)


async def test_it_is_kept_with_its_time_and_searched_again_on_demand(
    env: BotFixture, alex: Chat
) -> None:
    await alex.press("Find unused licenses")
    first = text_of(await alex.until_card(FOUND))
    await alex.press("Start page")
    await alex.until_card(HOME)
    asked = env.sandbox[TENANT]
    assert asked is not None
    await alex.press("Find unused licenses")
    assert text_of(await alex.until_card(FOUND)) == first


async def test_someone_who_may_remove_nothing_may_not_search(env: BotFixture) -> None:
    megan = await env.chat(MEGAN).open()
    card = await megan.card()
    assert "Find unused licenses" not in [one.get("title") for one in buttons_of(card)]
    await megan.write("find unused licenses")
    await megan.until_card("License Administrator")
    assert "Unused licenses" not in text_of(await megan.card())


async def test_in_a_channel_it_is_answered_in_the_own_chat(env: BotFixture, alex: Chat) -> None:
    channel = env.chat(ALEX, "channel")
    await channel.write("@Unassign find unused licenses")
    await alex.until_card("Unused licenses", FOUND)
    assert all("Power BI Pro: 2 people" not in text_of(one) for one in await channel.cards())


async def test_a_search_goes_on_after_the_bot_was_restarted(env: BotFixture, alex: Chat) -> None:
    await env.faults({"path": "/users", "status": 503, "times": 1})
    await alex.press("Find unused licenses")
    await alex.until_card("people with licenses read")
    await env.stop_bot()
    await env.fair_weather()
    await env.start_bot()
    await alex.until_card(FOUND)


async def test_it_is_stopped_while_it_runs(env: BotFixture, alex: Chat) -> None:
    await env.faults({"path": "/users", "status": 429, "retryAfter": 30, "times": 5})
    await alex.press("Find unused licenses")
    await alex.until_card("people with licenses read")
    await alex.press("Stop")
    await alex.until_card("Stopped on", "after 0 people")
    await env.fair_weather()
    await alex.press("Search again")
    await alex.until_card(FOUND)


async def test_everyone_who_was_found_is_in_a_table_with_what_keeps_the_services(
    env: BotFixture, alex: Chat
) -> None:
    await alex.press("Find unused licenses")
    card = await alex.until_card(FOUND)
    link = next(link for link in links_of(card) if "/downloads/" in link)
    async with env.session.get(link) as answer:
        assert 'filename="unassign-findings.xlsx"' in answer.headers["Content-Disposition"]
        sheet = read_workbook(await answer.read())["Unused licenses"]
    head, *rows = sheet
    assert head[5:7] == ["Why it can go", "Services stay by"]
    own = next(row for row in rows if row[0] == ALEX.name and row[3] == "Power BI Pro")
    assert own[6] == "Microsoft 365 E5"
    assert own[7] == M365_E5
    by_group = [row for row in rows if row[5] == "A group assigns it too."]
    assert by_group
    assert all(row[7] in env.sandbox[TENANT].groups for row in by_group)
    # The link is for a day.
    env.clock.ahead = timedelta(days=1, hours=1)
    async with env.session.get(link) as answer:
        assert answer.status == 404


async def test_a_button_that_was_forged_begins_nothing(alex: Chat) -> None:
    await alex.press("Find unused licenses")
    card = await alex.until_card(FOUND)
    line = reviews(card)[0]
    for arg in ("covered/not-a-product", "no-kind/x", "", "covered"):
        data = {"unassign": {**line["data"]["unassign"], "arg": arg}}
        await alex.send(await alex.message(), {**line, "data": data})
        card = await alex.until_card("This result is no longer there.")
        line = reviews(card)[0]
