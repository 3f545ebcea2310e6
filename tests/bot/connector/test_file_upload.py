"""A file goes in pieces to a host of OneDrive, with patience, and to no one else."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.connector.file_upload import PIECE, Uploader
from bot.connector.retry import Backoff
from bot.errors import HostRefused, NotUploaded
from bot.http.allowed_hosts import FileHosts

CONTENT = bytes(range(256)) * 40


@dataclass
class OneDrive:
    """Answers as ordered, then 202, and keeps what it was sent."""

    answers: list[int] = field(default_factory=list)
    seen: list[tuple[str, int]] = field(default_factory=list)
    content: bytearray = field(default_factory=bytearray)
    tokens: list[str] = field(default_factory=list)

    async def upload(self, request: web.Request) -> web.Response:
        data = await request.read()
        self.seen.append((request.headers["Content-Range"], len(data)))
        self.tokens += request.headers.getall("Authorization", [])
        status = self.answers.pop(0) if self.answers else 202
        if status == 302:
            raise web.HTTPFound("https://evil.example/")
        if status < 300:
            self.content += data
        return web.Response(status=status)


@pytest.fixture
def drive() -> OneDrive:
    return OneDrive()


@pytest.fixture
async def url(drive: OneDrive) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_put("/upload", drive.upload)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/upload?tempauth=secret"))


@pytest.fixture
async def uploader() -> AsyncIterator[Uploader]:
    async with aiohttp.ClientSession() as session:
        yield Uploader(
            session,
            FileHosts((), loopback=True),
            backoff=Backoff(tries=3, jitter=lambda: 0.0),
            piece=4_000,
        )


async def test_all_of_a_file_arrives_in_order(
    drive: OneDrive, url: str, uploader: Uploader
) -> None:
    await uploader.put(url, io.BytesIO(CONTENT), len(CONTENT))
    assert bytes(drive.content) == CONTENT
    assert drive.seen == [
        ("bytes 0-3999/10240", 4_000),
        ("bytes 4000-7999/10240", 4_000),
        ("bytes 8000-10239/10240", 2_240),
    ]
    assert drive.tokens == []


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_a_piece_is_sent_again_after_a_passing_trouble(
    drive: OneDrive, url: str, uploader: Uploader, status: int
) -> None:
    drive.answers = [202, status, status]
    await uploader.put(url, io.BytesIO(CONTENT), len(CONTENT))
    assert bytes(drive.content) == CONTENT


@pytest.mark.parametrize("answers", [[404], [416], [302], [401], [503, 503, 503]])
async def test_whatever_else_is_answered_ends_it(
    drive: OneDrive, url: str, uploader: Uploader, answers: list[int]
) -> None:
    drive.answers = [*answers]
    with pytest.raises(NotUploaded):
        await uploader.put(url, io.BytesIO(CONTENT), len(CONTENT))
    assert len(drive.seen) == len(answers)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://contoso.sharepoint.com/personal/x/_api/v2.0/upload?guid=1", True),
        ("https://contoso-my.sharepoint.com/up", True),
        ("https://CONTOSO.SharePoint.com/up", True),
        ("https://contoso.sharepoint.com:443/up", True),
        ("https://sharepoint.com/up", False),
        ("https://contoso.sharepoint.com.evil.example/up", False),
        ("https://evilsharepoint.com/up", False),
        ("http://contoso.sharepoint.com/up", False),
        ("https://user:word@contoso.sharepoint.com/up", False),
        ("https://contoso.sharepoint.com:8443/up", False),
        ("https://contoso.sharepoint.com/up#x", False),
        ("https://127.0.0.1/up", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("file:///etc/passwd", False),
        ("//[", False),
        ("", False),
    ],
)
async def test_only_hosts_of_onedrive_are_written_to(address: str, allowed: bool) -> None:
    assert FileHosts().allow(address) is allowed


async def test_nothing_is_sent_to_a_host_that_is_not_allowed(uploader: Uploader) -> None:
    with pytest.raises(HostRefused):
        await uploader.put("https://evil.example/", io.BytesIO(CONTENT), len(CONTENT))


def test_a_piece_is_as_onedrive_wants_it() -> None:
    assert PIECE % (320 * 1024) == 0
    assert PIECE < 60 * 1024 * 1024
