"""A date counts from the day on which the licenses went, not from the day they were asked for."""

from datetime import date, timedelta
from pathlib import Path

from tests.support.requesting import LOOK, ONE, POLICY, Office, open_office
from tests.support.seen import text_of

PATIENT = POLICY.read_text(encoding="utf-8").replace("expires_after: 3d", "expires_after: 40d")


def short_date(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


async def later(office: Office, days: int) -> date:
    """Let days pass, and say which day it is then."""
    office.env.clock.ahead += timedelta(days=days)
    await office.env.restart_bot()
    return office.env.clock.now().date()


async def test_an_approval_that_comes_late_moves_every_date(tmp_path: Path) -> None:
    async with open_office(tmp_path, policy=PATIENT) as office:
        asked = office.env.clock.now().date()
        await office.request(ONE)
        await office.posted("Waiting for approval")
        approved = await later(office, 35)
        await office.adele_there.press(LOOK)
        shown = text_of(await office.adele_there.until_card("Comment"))
        assert short_date(approved + timedelta(days=30)) in shown
        await office.adele.press("Approve")
        done = text_of(await office.posted("1 license removed"))
        assert f"permanently deleted after {short_date(approved + timedelta(days=30))}" in done
        assert short_date(asked + timedelta(days=30)) not in done
        await office.adele.say("undo 1")
        undo = text_of(await office.adele.until_card("Restore licenses"))
        assert f"until {short_date(approved + timedelta(days=30))}" in undo
        assert "was deleted" not in undo
