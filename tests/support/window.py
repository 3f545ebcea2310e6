"""The sign-in window, answered by a person: from the card's button to the last page."""

import html
import re

import aiohttp
from yarl import URL

from sandbox.organization.personas import Persona
from tests.support.seen import Json

_ACTION = re.compile(r'<form method="post" action="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CODE = re.compile(r'<b id="code">([^<]+)</b>')


def sign_in_card(messages: list[Json]) -> Json | None:
    """The newest card that asks for a sign-in, as far as the person sees one."""
    for message in reversed(messages):
        for attachment in message["attachments"]:
            if attachment["contentType"].endswith("card.oauth"):
                return {**attachment["content"], "message": message["id"]}
    return None


def button_of(card: Json) -> str:
    """Where the button of such a card leads."""
    return str(card["buttons"][0]["value"])


async def answer_window(
    session: aiohttp.ClientSession, url: str, person: Persona, *, consent: bool = True
) -> tuple[int, str, str]:
    """Answer every step as this person; returns status, text and code of the last page."""
    async with session.get(url) as answer:
        page, here = await answer.text(), answer.url
    form: dict[str, str] = {"person": person.oid}
    while True:
        action = _ACTION.search(page)
        if action is None:
            raise AssertionError(page)
        target = here.join(URL(html.unescape(action[1])))
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}
        async with session.post(target, data=hidden or form) as answer:
            page, here, status = await answer.text(), answer.url, answer.status
        if here.path == "/auth/callback":
            code = _CODE.search(page)
            return status, page, code[1] if code else ""
        form = {"answer": "yes" if consent else "cancel"}
