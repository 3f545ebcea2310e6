"""The event loop of each command."""

import asyncio
import sys

import pytest

from commands.arguments import ROOT
from commands.event_loop import loop_factory, run


def test_windows_gets_a_loop_that_psycopg_can_use() -> None:
    assert loop_factory("win32") is asyncio.SelectorEventLoop


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_other_systems_keep_the_usual_loop(platform: str) -> None:
    assert loop_factory(platform) is None


def test_a_command_runs_on_the_loop_of_its_system(monkeypatch: pytest.MonkeyPatch) -> None:
    async def found() -> str:
        return type(asyncio.get_running_loop()).__name__

    usual = run(found())
    assert usual == asyncio.run(found())
    monkeypatch.setattr(sys, "platform", "win32")
    assert run(found()) == asyncio.SelectorEventLoop.__name__


def test_no_command_makes_a_loop_of_its_own() -> None:
    found = {
        path.name
        for path in (ROOT / "commands").rglob("*.py")
        if "asyncio.run(" in path.read_text(encoding="utf-8")
    }
    # The rehearsal starts processes, and uses no database.
    assert found == {"rehearse.py"}
