"""The page's files and its live stream."""

import aiohttp

from sandbox.organization.personas import ALEX, MEGAN
from sandbox.teams.chats import personal_chat
from tests.sandbox.teams.conftest import Stage
from tests.support.scripted_bot import message


async def test_the_page_runs_nothing_from_elsewhere(stage: Stage) -> None:
    async with stage.session.get(stage.url) as response:
        assert response.status == 200
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


async def test_only_named_files_are_served(stage: Stage) -> None:
    for path in ("main.js", "cards/card.js", "style.css", "vendor/markdown-it.js"):
        assert (await stage.call("GET", f"/page/{path}"))[0] == 200, path
    for path in ("package.json", "vendor/package.json", "cards/none.js", "%2e%2e/pages.py"):
        assert (await stage.call("GET", f"/page/{path}"))[0] == 404, path


async def test_the_page_learns_who_plays(stage: Stage) -> None:
    _, cast = await stage.call("GET", "/page/api/people")
    assert [p["name"] for p in cast["people"]] == ["Alex Wilber", "Megan Bowen", "Adele Vance"]
    assert cast["botState"].endswith("/readyz")
    assert "Office 365 E3" in cast["products"].values()


async def listening(stage: Stage, persona: str) -> aiohttp.ClientWebSocketResponse:
    return await stage.session.ws_connect(f"{stage.url}/page/api/events?persona={persona}")


async def test_a_stream_begins_with_the_history_and_goes_on_live(stage: Stage) -> None:
    await stage.do("say", text="before")
    socket = await listening(stage, ALEX.oid)
    first = await socket.receive_json(timeout=2)
    own = first["data"]["chats"][0]
    assert first["kind"] == "history"
    assert [m["text"] for m in own["messages"]] == ["before"]
    id_ = await stage.bot.say(personal_chat(ALEX), stage.teams, message("after"))
    state = await socket.receive_json(timeout=2)
    assert (state["kind"], state["data"]["id"], state["data"]["text"]) == ("message", id_, "after")
    await stage.bot.call("DELETE", stage.teams, personal_chat(ALEX), id_)
    assert (await socket.receive_json(timeout=2))["kind"] == "deleted"
    await socket.close()


async def test_a_stream_tells_nothing_of_other_peoples_chats(stage: Stage) -> None:
    socket = await listening(stage, MEGAN.oid)
    await socket.receive_json(timeout=2)
    await stage.bot.say(personal_chat(ALEX), stage.teams, message("for Alex"))
    await stage.bot.say(personal_chat(MEGAN), stage.teams, message("for Megan"))
    assert (await socket.receive_json(timeout=2))["data"]["text"] == "for Megan"
    await socket.close()


async def test_an_unknown_person_is_not_found(stage: Stage) -> None:
    for path in ("/page/api/events?persona=x", "/_sandbox/teams/transcript?persona=x"):
        assert (await stage.call("GET", path))[0] == 404


async def test_a_reset_empties_the_chats_and_installs_again(stage: Stage) -> None:
    await stage.do("open")
    await stage.do("say", text="x")
    await stage.call("POST", "/_sandbox/teams/reset")
    assert await stage.seen() == []
    await stage.do("open")
    assert [a["type"] for a in stage.bot.state].count("installationUpdate") == 2
