"""`app.py forget`, after people have used the bot over HTTP."""

import asyncio
from pathlib import Path

import pytest

from commands.forget import forget
from ledger.operations import journal_check as audit
from sandbox.organization.personas import TENANT
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.crowd import office
from tests.support.journeys import removed, to_preview
from tests.support.ledger import opened
from tests.support.traces import traces

NAME, ADDRESS = "Sean O'Brien", "sean.o'brien@contoso.example"
OTHER = "isaiahl@contoso.example"


def settings(monkeypatch: pytest.MonkeyPatch, folder: Path, env: BotFixture | None = None) -> None:
    values = {
        "REHEARSAL_URL": env.sandbox_url if env else "http://127.0.0.1:9",
        "TENANT_ID": TENANT,
        "DATABASE_URL": env.settings.database_url
        if env
        else f"sqlite+aiosqlite:///{folder}/ledger.db",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"UNASSIGN_{name}", value)


async def test_nothing_of_a_person_is_left_and_the_bot_works_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_bot(tmp_path, office(60)) as env:
        alex = await env.chat().open()
        await to_preview(alex, f"{ADDRESS}\n{OTHER}")
        await alex.say("start over")
        await removed(alex, f"{ADDRESS}\n{OTHER}")
        sean = await env.id_of(ADDRESS)
        settings(monkeypatch, tmp_path, env)
        assert await asyncio.to_thread(forget, sean) == 2
        assert "Another process" in capsys.readouterr().err

        await env.stop_bot()
        assert await asyncio.to_thread(forget, sean.upper()) == 0
        assert "plan_people: 2" in capsys.readouterr().out
        path = Path(env.settings.database_url.removeprefix("sqlite+aiosqlite:///"))
        async with opened(path) as ledger:
            assert await traces(ledger, NAME, ADDRESS) == {}
            assert OTHER in str(await traces(ledger, OTHER))
        for file in path.parent.glob(f"{path.name}*"):
            assert NAME.encode() not in file.read_bytes(), file
        (finding,) = await audit.verify(env.settings.database_url)
        assert not finding.broken

        await env.start_bot()
        assert await asyncio.to_thread(forget, sean) == 2
        await alex.say("hi")
        await to_preview(alex, f"{ADDRESS}\nadelev@contoso.example")


@pytest.mark.parametrize(
    ("person", "tenant", "said"),
    [
        ("sean.o'brien@contoso.example", "", "object id"),
        ("", "", "object id"),
        (TENANT, "contoso", "object id"),
        (TENANT, "11111111-2222-4333-8444-555555555555", "not in UNASSIGN_TENANT_ID"),
    ],
)
def test_what_can_not_be_is_said(
    person: str,
    tenant: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings(monkeypatch, tmp_path)
    assert forget(person, tenant) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "ledger.db").exists()


def test_no_one_known_is_said_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(monkeypatch, tmp_path)
    assert forget("11111111-2222-4333-8444-555555555555") == 0
    assert "holds nothing about" in capsys.readouterr().out
