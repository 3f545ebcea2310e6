"""`app.py rehearse`, as its own process."""

import asyncio
import re
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from commands.arguments import ROOT, parser
from commands.rehearse import rehearse
from sandbox.teams import pages
from tests.support.ports import free_port

APP = (sys.executable, str(ROOT / "app.py"), "rehearse")


async def test_a_case_of_ones_own_is_rehearsed_with_the_bot(tmp_path: Path) -> None:
    page = free_port()
    process = await asyncio.create_subprocess_exec(
        *(*APP, "--case", str(ROOT / "sandbox/examples/small.json"), "--folder", str(tmp_path)),
        *("--port", str(free_port()), "--page-port", str(page)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        while b"Unassign is ready. Open" not in (line := await process.stdout.readline()):
            assert line, "the rehearsal ended before it was ready"
        [address] = re.findall(rb"http://\S+", line)
        assert address.decode() == f"http://127.0.0.1:{page}"
        async with aiohttp.ClientSession(address.decode()) as session:
            async with session.get("/_sandbox/data/benw@contoso.example") as answer:
                assert answer.status == 200
            async with session.get("/_sandbox/data/diegos@contoso.example") as answer:
                assert answer.status == 404
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()


async def test_a_case_that_is_wrong_says_where(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text('{"people": [{"name": "Ann"}]}')
    process = await asyncio.create_subprocess_exec(
        *(*APP, "--case", str(case), "--folder", str(tmp_path)), stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert b"people[0].address: a text is expected" in said


@pytest.mark.parametrize("missing", [True, False])
def test_what_is_missing_is_said_before_anything_starts(
    missing: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(pages, "complete", lambda: not missing)
    file = tmp_path / "file"
    file.touch()
    options = parser().parse_args(["rehearse", "--people", "20", "--folder", str(file)])
    assert rehearse(options) == 2
    said = capsys.readouterr().err
    assert ("needs its JavaScript packages" in said) is missing
    assert ("can't be written" in said) is not missing
