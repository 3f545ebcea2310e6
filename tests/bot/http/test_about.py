"""The pages that the app's description in Teams links to."""

import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.about import add_about_pages
from cards.words.languages import Languages, english
from manifest.content import manifest

TEXTS = english()
DEVELOPER = manifest("app", "bot.example", [TEXTS])["developer"]

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    app = web.Application()
    add_about_pages(app, Languages())
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.mark.parametrize("link", ["websiteUrl", "privacyUrl", "termsOfUseUrl"])
async def test_each_link_of_the_app_package_leads_to_a_page(client: Client, link: str) -> None:
    answer = await client.get(urlsplit(DEVELOPER[link]).path or "/")
    assert answer.status == 200
    assert answer.content_type == "text/html"


@pytest.mark.parametrize("path", ["/", "/privacy", "/terms"])
async def test_a_page_links_to_the_others_and_loads_nothing_from_elsewhere(
    client: Client, path: str
) -> None:
    answer = await client.get(path)
    text = await answer.text()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    targets = re.findall(r'(?:href|src)="([^"]+)"', text)
    assert set(targets) == {"/about.css", "/", "/privacy", "/terms"} - {path}
    for target in targets:
        assert (await client.get(target)).status == 200


async def test_the_privacy_page_says_where_a_downloaded_file_is(client: Client) -> None:
    text = await (await client.get("/privacy")).text()
    assert "A file that you download is saved on your device. Its link works for a day." in text


async def test_what_is_said_is_escaped(client: Client) -> None:
    text = await (await client.get("/privacy")).text()
    assert "can&#x27;t be changed" in text
