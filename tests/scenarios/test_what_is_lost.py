"""Before a removal: open cases, shared mailboxes, own purchases, add-ons, and freed licenses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.organization import personas
from sandbox.organization.ediscovery import Custodian, HoldPolicy
from sandbox.organization.organization import Organization
from sandbox.organization.products import CATALOG
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import office, person, with_people
from tests.support.journeys import E3, PREVIEW, download_of, preview_of, to_people, with_details
from tests.support.seen import inputs_of
from tests.support.workbooks import read_workbook

HENRIETTA = "henriettam@contoso.example"
SEAN = "sean.o'brien@contoso.example"
INFO = "info@contoso.example"
M365_E5 = CATALOG["SPE_E5"].id
EXCHANGE = CATALOG["EXCHANGESTANDARD"].id
INFO_DESK = replace(
    person("Info desk", "info", "EXCHANGESTANDARD"), mailbox="shared", enabled=False
)
CASES = "Insider trading review (on hold)"


@asynccontextmanager
async def env_of(
    folder: Path, organization: Organization | None = None, **settings: Any
) -> AsyncIterator[BotFixture]:
    async with open_bot(folder, organization or office(1), **settings) as env:
        await env.control("settings", {"cases_per_minute": 1_000}, "PATCH")
        yield env


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the requests about cases follow each other quickly."""
    monkeypatch.setattr("engine.lookups.cases.INTERVAL", timedelta(milliseconds=10))


async def until_cases(chat: Chat, people: str, product: str, said: str) -> str:
    """Preview again until the background has looked."""
    text = await preview_of(chat, people, product)
    for _ in range(40):
        if said in text:
            return text
        await chat.press("Back")
        await chat.until_card("2 of 4")
        await chat.press("Preview")
        await chat.until_card(PREVIEW)
        text = await with_details(chat)
    raise AssertionError(f"{said!r} is not in {text}")


async def test_who_sees_every_case_is_told_which_and_must_tick_a_box_of_its_own(
    tmp_path: Path,
) -> None:
    async with env_of(tmp_path) as env:
        adele = await env.chat(personas.ADELE).open()
        text = await until_cases(adele, HENRIETTA, M365_E5, CASES)
        assert "Henrietta Mueller is in open eDiscovery cases" in text
        assert "Fabrikam contract dispute (on hold)" in text
        assert "Closed years ago" not in text
        await adele.press("Continue")
        card = await adele.until_card("4 of 4")
        assert set(inputs_of(card)) == {"accept_deletion", "accept_ediscovery", "accept_cases"}
        both = {"accept_deletion": "true", "accept_ediscovery": "true"}
        await adele.press("Remove", both)
        await adele.until_card("Select each checkbox first")
        assert await env.writes() == []
        await adele.press("Remove", {**both, "accept_cases": "true"})
        await adele.until_card("1 license removed")


async def test_who_is_only_in_a_hold_policy_of_a_case_is_told(tmp_path: Path) -> None:
    """Today's cases hold by policies; whether they have custodians at all is not documented."""
    organization = office(1)
    held = HoldPolicy("Mail of sales", (Custodian(HENRIETTA, "Henrietta Mueller"),))
    case = replace(organization.purview.cases[1], custodians=(), sources=(), holds=(held,))
    organization = replace(organization, purview=replace(organization.purview, cases=(case,)))
    async with env_of(tmp_path, organization) as env:
        adele = await env.chat(personas.ADELE).open()
        text = await until_cases(adele, HENRIETTA, M365_E5, CASES)
        assert "Henrietta Mueller is in an open eDiscovery case" in text


async def test_the_box_can_be_typed(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        adele = await env.chat(personas.ADELE).open()
        await until_cases(adele, HENRIETTA, M365_E5, CASES)
        for said in ("next", "accept deletion", "accept ediscovery", "accept cases", "remove"):
            await adele.say(said)
        await adele.until_card("1 license removed")


async def test_who_may_see_no_case_is_told_that_it_could_not_be_checked(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        alex = await env.chat().open()
        why = "because your role doesn't include access to this information"
        text = await until_cases(alex, HENRIETTA, M365_E5, why)
        assert "Insider trading" not in text
        assert "Unassign can't see litigation holds or retention policies" in text


async def test_no_one_in_a_case_is_told_apart_from_no_one_looked(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        adele = await env.chat(personas.ADELE).open()
        text = await until_cases(adele, SEAN, E3, "No one here is named as a custodian")
        assert "There may be more." in text


async def test_where_the_app_sees_the_cases_everyone_who_may_remove_is_told(
    tmp_path: Path,
) -> None:
    async with env_of(tmp_path, ediscovery="app") as env:
        alex = await env.chat().open()
        text = await until_cases(alex, HENRIETTA, M365_E5, CASES)
        assert "that you can see" not in text


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ediscovery": "off"}, "because this check is turned off"),
        ({"cloud": "china"}, "because this cloud doesn't support it"),
    ],
)
async def test_where_no_one_looks_the_preview_says_why(
    tmp_path: Path, settings: dict[str, Any], why: str
) -> None:
    async with env_of(tmp_path, **settings) as env:
        alex = await env.chat().open()
        assert why in (await preview_of(alex, SEAN))


async def test_what_was_found_outlives_a_restart(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        adele = await env.chat(personas.ADELE).open()
        await until_cases(adele, HENRIETTA, M365_E5, CASES)
        await env.restart_bot()
        await adele.press("Back")
        await adele.until_card("2 of 4")
        await adele.press("Preview")
        await adele.until_card(PREVIEW)
        assert CASES in await with_details(adele)


async def test_a_shared_mailbox_is_found_at_the_click_and_stays(tmp_path: Path) -> None:
    async with env_of(tmp_path, with_people(office(1), INFO_DESK)) as env:
        alex = await env.chat().open()
        text = await preview_of(alex, INFO, EXCHANGE)
        assert "1 shared mailbox is kept without a license." in text
        assert "Info desk keeps the mailbox and loses the mail archive." in text
        assert "Shared mailbox: it is kept without a license, up to 50 GB." in text
        assert "About shared mailboxes" in text


async def test_without_the_permission_a_shared_mailbox_counts_as_someones_own(
    tmp_path: Path,
) -> None:
    async with env_of(tmp_path, with_people(office(1), INFO_DESK)) as env:
        await env.faults(
            {"path": "/users/*/mailboxSettings", "status": 403, "code": "ErrorAccessDenied"}
        )
        alex = await env.chat().open()
        text = await preview_of(alex, INFO, EXCHANGE)
        assert "Info desk loses the mailbox." in text
        assert "because the app lacks the permission" in text


async def test_what_people_seem_to_have_bought_is_tried_and_the_preview_warns(
    tmp_path: Path,
) -> None:
    mine = office(1)
    products = tuple(
        replace(p, bought_by="people") if p.part == "VISIOCLIENT" else p for p in mine.products
    )
    async with env_of(tmp_path, replace(mine, products=products)) as env:
        alex = await env.chat().open()
        visio, flow = CATALOG["VISIOCLIENT"].id, CATALOG["FLOW_FREE"].id
        text = await preview_of(alex, "adelev@contoso.example", visio, flow)
        assert "People seem to have bought 1 license of this themselves." in text
        assert "Remove 2 products from Adele Vance" in text
        assert "Manage self-service purchases" in text


async def test_where_only_own_purchases_are_chosen_there_is_a_way_on(tmp_path: Path) -> None:
    mine = office(1)
    products = tuple(replace(p, bought_by="people") for p in mine.products)
    async with env_of(tmp_path, replace(mine, products=products)) as env:
        alex = await env.chat().open()
        text = await preview_of(alex, SEAN)
        assert "Remove Office 365 E3 from Sean O'Brien" in text
        assert "Microsoft 365 may refuse the removal." in text


async def test_purchases_that_cannot_be_looked_up_are_said(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        await env.faults({"path": "/directory/subscriptions", "status": 403, "times": 9})
        alex = await env.chat().open()
        text = await preview_of(alex, SEAN)
        assert "We couldn't check whether people bought some of these licenses themselves" in text


async def test_a_removal_that_will_be_refused_is_told_before(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        alex = await env.chat().open()
        e5 = CATALOG["ENTERPRISEPREMIUM"].id
        text = await preview_of(alex, "gradya@contoso.example", e5)
        assert "Microsoft 365 will refuse for 1 person: Planner and Project Plan 3" in text
        assert "Remove both together" in text


async def test_leaving_a_group_is_told_with_what_else_would_go(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        alex = await env.chat().open()
        visio = CATALOG["VISIOCLIENT"].id
        text = await preview_of(alex, f"{HENRIETTA},adelev@contoso.example", visio)
        assert (
            "Removing 1 person from Project office also removes Planner and Project Plan 3, and "
            "they lose other access the group grants. Membership is assigned manually." in text
        )


async def test_a_cloud_pc_is_told_with_its_day(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        alex = await env.chat().open()
        pc = CATALOG["CPC_E_2C_4GB_128GB"].id
        text = await preview_of(alex, HENRIETTA, pc)
        day = datetime.now(UTC).date() + timedelta(7)
        assert f"On {day:%A, %B} {day.day}, {day.year} it is deleted" in text


async def test_where_exchange_waits_first_the_dates_move(tmp_path: Path) -> None:
    async with env_of(tmp_path, mailbox_delay=True) as env:
        alex = await env.chat().open()
        works, gone = (datetime.now(UTC).date() + timedelta(days) for days in (30, 60))
        text = await preview_of(alex, SEAN)
        assert f"It still works until {works:%A, %B} {works.day}" in text
        held = f"kept for 30 days, until {gone:%A, %B} {gone.day}, {gone.year}"
        assert f"{held}, and permanently deleted" in text
        await alex.press("Continue")
        await alex.until_card("4 of 4", f"The mailbox after {gone:%b} {gone.day}, {gone.year}")


PRICES = """
currency = "EUR"
[prices]
ENTERPRISEPACK = 20.10
"""


async def test_with_prices_three_figures_stand_beside_each_other(tmp_path: Path) -> None:
    table = tmp_path / "prices.toml"
    table.write_text(PRICES)
    async with env_of(tmp_path, prices=table) as env:
        alex = await env.chat().open()
        text = await preview_of(alex, f"{SEAN},former@contoso.example")
        assert "Paid for but unused\n1 license, €20.10 a month" in text
        assert "Available to assign right away\n2 licenses, €40.20 a month" in text
        assert "Can be dropped at renewal\n2 licenses, €40.20 a month" in text
        assert "They don't add up." in text
        assert "The first of these subscriptions renews on Monday, March 1, 2027." in text


async def test_without_prices_only_licenses_are_counted(tmp_path: Path) -> None:
    async with env_of(tmp_path) as env:
        alex = await env.chat().open()
        text = await preview_of(alex, SEAN)
        assert "Licenses that become available" in text
        assert "a month" not in text.replace("per GB and month", "")


async def test_the_sheet_says_for_each_person_what_is_lost(tmp_path: Path) -> None:
    lost = with_people(office(1), person("=Odd name", "odd", "SPE_F1", "FLOW_FREE"))
    async with env_of(tmp_path, lost) as env:
        alex = await env.chat().open()
        await to_people(alex, CATALOG["SPE_F1"].id)
        await alex.press("Preview", {"paste": "odd@contoso.example"})
        await alex.until_card(PREVIEW)
        url = await download_of(alex)
        async with env.session.get(url) as answer:
            head, row = read_workbook(await answer.read())["Preview"]
        gone = datetime.now(UTC).date() + timedelta(30)
        assert f"the mailbox (deleted {gone})" in row[head.index("Loses")]
        assert row[head.index("Mailbox deleted on")] == gone.isoformat()
        assert row[head.index("Person")] == "=Odd name"
