"""A request for someone in an open case: it is seen, and the names of cases are kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.scenarios.test_what_is_lost import HENRIETTA, M365_E5, until_cases
from tests.support.journeys import ticks
from tests.support.requesting import LOOK, TICKET, open_office
from tests.support.seen import inputs_of, text_of

HELD = "Henrietta Mueller is in open eDiscovery cases"
OPEN = "Open case: "
NAMES = ("Insider trading", "Fabrikam")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the requests about cases follow each other quickly, from the start of the bot on.

    The scan in the app's name begins before a test could change a setting of the tenant.
    """
    monkeypatch.setattr("sandbox.throttle.CaseThrottle.take", lambda _: None)
    monkeypatch.setattr("engine.lookups.cases.INTERVAL", timedelta(milliseconds=10))


async def test_who_asks_and_the_channel_see_that_there_are_cases_but_not_their_names(
    tmp_path: Path,
) -> None:
    async with open_office(tmp_path, ediscovery="app") as office:
        megan = office.megan
        await megan.say("hi")
        text = await until_cases(megan, HENRIETTA, M365_E5, HELD)
        assert "a case whose name is not shown (on hold)" in text
        await megan.press("Ask for approval")
        card = await megan.until_card("4 of 4", "Ask for approval")
        assert "accept_cases" in inputs_of(card)
        boxes = {**ticks(card), "accept_cases": "true"}
        await megan.press("Send the request", {**boxes, "reason": TICKET})
        await megan.until_card("Waiting for approval", OPEN, "2 cases")
        posted = await office.posted("Waiting for approval", OPEN, "2 cases")
        answer = await office.adele_there.press(LOOK)
        for shown in (text, text_of(card), text_of(posted), text_of(answer["card"])):
            assert not any(name in shown for name in NAMES)
