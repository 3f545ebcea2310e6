"""The panel that looks into the tenant, over the whole rehearsal server."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest_asyncio
from playwright.async_api import expect

from sandbox.organization.personas import ALEX, MEGAN, TENANT
from tests.browser.stage import whole_rehearsal
from tests.support.scripted_bot import ScriptedBot, card, execute, message
from tests.support.teams_page import OpenTeams, TeamsPage


@dataclass
class Tenant:
    url: str
    session: aiohttp.ClientSession
    bot: ScriptedBot

    async def token(self) -> str:
        form = {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": f"rehearsal:{ALEX.oid}",
        }
        path = f"{self.url}/entra/{TENANT}/oauth2/v2.0/token"
        async with self.session.post(path, data=form) as response:
            return str((await response.json())["access_token"])

    async def graph(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {await self.token()}"}
        url = f"{self.url}/graph/v1.0{path}"
        async with self.session.request(method, url, json=body, headers=headers) as response:
            response.raise_for_status()
            return await response.json()


@pytest_asyncio.fixture(loop_scope="session")
async def tenant() -> AsyncIterator[Tenant]:
    bot = ScriptedBot()
    async with whole_rehearsal(bot) as url, aiohttp.ClientSession() as session:
        yield Tenant(url, session, bot)


async def test_licenses_are_seen_to_go(tenant: Tenant, open_teams: OpenTeams) -> None:
    held = await tenant.graph("GET", f"/users/{MEGAN.oid}?$select=id,assignedLicenses")
    direct = [one["skuId"] for one in held["assignedLicenses"]]
    assert direct, "Megan starts with licenses"
    teams = await open_teams(tenant.url)
    await teams.page.get_by_role("button", name="Tenant", exact=True).click()
    panel = teams.page.get_by_role("region", name="In the tenant")
    await panel.get_by_label("Look someone up").fill("megan bo")
    await panel.get_by_role("button", name="Megan Bowen").click()
    licenses = panel.locator(".held li")
    await expect(licenses).to_have_count(len(direct))
    change = {"addLicenses": [], "removeLicenses": direct}
    await tenant.graph("POST", f"/users/{MEGAN.oid}/assignLicense", change)
    await expect(panel).to_contain_text("No licenses.")


async def test_a_people_picker_is_answered_from_the_directory(
    tenant: Tenant, open_teams: OpenTeams
) -> None:
    picker = {
        "type": "Input.ChoiceSet",
        "id": "who",
        "label": "Approver",
        "choices": [],
        "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
    }
    tenant.bot.texts["hi"] = message(shown=card(picker, actions=(execute("Ask", "ask"),)))
    teams: TeamsPage = await open_teams(tenant.url)
    await teams.say("hi")
    await teams.typeahead("Approver", "megan bow", "Megan Bowen")
    await teams.click("Ask")
    await expect(teams.card.locator(".card-note")).not_to_be_empty()
    assert tenant.bot.last("invoke")["value"]["action"]["data"] == {"who": MEGAN.oid}
