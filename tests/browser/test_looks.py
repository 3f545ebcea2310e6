"""How cards and the page look: drawn elements, widths, markup, light and dark, axe."""

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import cards
from tests.browser.axe import expect_no_faults
from tests.browser.stage import Stage
from tests.support.scripted_bot import (
    card,
    message,
    text,
)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go; kept when SCREENSHOTS names a folder."""
    return Path(os.environ.get("SCREENSHOTS") or tmp_path)


async def test_everything_on_the_gallery_is_drawn(stage: Stage) -> None:
    teams = await stage.show(cards.gallery())
    for name in (
        "Assigned: Office 365 E3 812, Microsoft 365 E5 240, Power BI Pro 96",
        "Shares: Office 365 E3 812, Microsoft 365 E5 240, Power BI Pro 96",
        "Per day: Mon 3, Tue 9, Wed 5",
    ):
        await expect(teams.card.get_by_role("img", name=name)).to_be_visible()
    seats = teams.card.get_by_role("img", name="Seats: Office 365 E3: Assigned 812, Free 120")
    await expect(seats).to_be_visible()
    await expect(teams.card.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "75")
    for words in ("Held back", "Reading the tenant", "No hologram here", "Łucja Żółć-Ñandú"):
        await expect(teams.card.get_by_text(words)).to_be_visible()


async def test_target_width_hides_what_is_meant_for_wide_cards(stage: Stage) -> None:
    shown = card(
        text("Only wide", targetWidth="atLeast:Standard"),
        text("Only narrow", targetWidth="atMost:Narrow"),
    )
    teams = await stage.show(shown, viewport={"width": 360, "height": 700})
    await expect(teams.card.get_by_text("Only narrow")).to_be_visible()
    await expect(teams.card.get_by_text("Only wide")).to_be_hidden()


async def test_a_mention_is_a_name(stage: Stage) -> None:
    teams = await stage.show(card(text("Asked by <at>Megan <Bowen></at>.")))
    await teams.sees_in_card("Asked by Megan <Bowen>.")


async def test_a_message_with_mentions_has_no_markdown(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    words = "Megan answered <at>Adele &amp; Co.</at>: “**No** &lt;b&gt;thanks&lt;/b&gt;”"
    await stage.post({"type": "message", "text": words, "textFormat": "xml"})
    await teams.sees("Megan answered Adele & Co.: “**No** <b>thanks</b>”")
    await expect(teams.column.locator(".mention")).to_have_text("Adele & Co.")
    assert await teams.column.locator(".bubble b, .bubble strong").count() == 0


async def test_names_with_markup_stay_text(stage: Stage) -> None:
    evil = '<img src=x onerror="window.caught=1"> [x](javascript:alert(1)) ![p](https://x.example/p.png)'
    teams = await stage.show(card(text(evil)))
    await stage.post(message(evil))
    await teams.sees("onerror")
    assert await teams.page.evaluate("window.caught") is None
    assert await teams.column.locator("img").count() == 0
    assert await teams.column.locator('a[href^="javascript"]').count() == 0


@pytest.mark.parametrize("content", ["gallery", "form"])
async def test_a_narrow_page_has_no_accessibility_faults(
    stage: Stage, pictures: Path, content: str
) -> None:
    shown = cards.gallery() if content == "gallery" else cards.form()
    teams = await stage.show(shown, viewport={"width": 360, "height": 740})
    if content == "form":
        await teams.click("Next")
    await teams.screenshot(pictures / f"{content}-narrow.png")
    await expect_no_faults(teams.page)


async def test_the_look_follows_the_system_until_the_button_is_pressed(stage: Stage) -> None:
    teams = await stage.open(stage.url, color_scheme="dark")
    html = teams.page.locator("html")
    await expect(html).to_have_attribute("data-theme", "dark")
    await teams.page.get_by_role("button", name="Light look").click()
    await expect(html).to_have_attribute("data-theme", "light")
    await teams.page.reload()
    await expect(html).to_have_attribute("data-theme", "light")


async def test_without_a_graph_the_tenant_panel_says_so(stage: Stage) -> None:
    teams = await stage.open(stage.url)
    await teams.page.get_by_role("button", name="Tenant", exact=True).click()
    await teams.page.get_by_text("The tenant's Graph does not answer here.").wait_for()
