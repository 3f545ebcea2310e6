"""GET /metrics over HTTP: what is told after people have used the bot, and who may read it."""

import time
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from observability.metrics import GAUGES, INFO, TAKEOVERS, TIMED
from sandbox.organization.personas import PERSONAS, TENANT
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.chat import Chat
from tests.support.crowd import addresses, office
from tests.support.journeys import removed, to_confirm

Sample = tuple[str, frozenset[tuple[str, str]]]


async def read(env: BotFixture, **headers: str) -> str:
    async with env.session.get(f"{env.bot_url}/metrics", headers=headers) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        return await answer.text()


class Figures:
    """What was read, by name and labels."""

    def __init__(self, text: str) -> None:
        self.samples: dict[Sample, float] = {}
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                self.samples[sample.name, frozenset(sample.labels.items())] = sample.value

    def sum(self, metric: str, /, **labels: str) -> float:
        """The sum over all samples with these labels."""
        wanted = set(labels.items())
        return sum(v for (n, has), v in self.samples.items() if n == metric and wanted <= has)


async def figures(env: BotFixture) -> Figures:
    return Figures(await read(env))


async def test_turns_calls_and_runs_are_counted(env: BotFixture, alex: Chat) -> None:
    await removed(alex, addresses(3))
    got = await figures(env)
    presses = {"kind": "invoke", "name": "adaptiveCard/action"}
    assert got.sum("unassign_turns_total", **presses, result="200") == 5
    assert got.sum("unassign_turn_seconds_count", **presses) == 5
    assert got.sum("unassign_turns_total", kind="message") == 0
    assert got.sum("unassign_work_total", event="pressed", result="done") == 5
    writes = {"method": "POST", "path": "users/{id}/assignLicense"}
    assert got.sum("unassign_graph_calls_total", **writes, result="200") == 3
    assert got.sum("unassign_graph_calls_total", path="subscribedSkus") >= 1
    assert got.sum("unassign_teams_calls_total", method="POST", result="201") >= 1
    assert got.sum("unassign_requests_total", route="/api/messages") >= 6
    assert got.sum("unassign_budget_tokens", tenant=TENANT) > 2_900
    assert got.sum("unassign_runs_open") == 0
    assert got.sum("unassign_ledger_up") == 1


async def test_refused_requests_and_unknown_paths_are_counted(env: BotFixture, alex: Chat) -> None:
    for path in ("/nowhere/alexw@contoso.example", "/wp-login.php"):
        async with env.session.get(f"{env.bot_url}{path}") as answer:
            assert answer.status == 404
    assert (await env.post({"type": "message"}))[0] == 400
    got = await figures(env)
    assert got.sum("unassign_requests_total", route="none", result="404") == 2
    assert got.sum("unassign_requests_total", route="/api/messages", result="400") == 1


async def test_a_tenant_that_asks_for_patience_is_seen(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(2))
    await env.faults(
        {
            "path": "/users/*/assignLicense",
            "status": 429,
            "code": "TooManyRequests",
            "retryAfter": 1,
        }
    )
    await alex.press("Remove", {"accept_deletion": "true", "accept_ediscovery": "true"})
    await alex.until_card("2 licenses removed")
    got = await figures(env)
    assert got.sum("unassign_graph_calls_total", result="429") == 1


async def test_what_waits_is_told_with_its_age(env: BotFixture, alex: Chat) -> None:
    await to_confirm(alex, addresses(60))
    await env.control("settings", {"latency": 0.05}, "PATCH")
    await alex.press("Remove", {"accept_deletion": "true", "accept_ediscovery": "true"})
    got = await figures(env)
    assert got.sum("unassign_runs_open") == 1
    assert got.sum("unassign_run_people", state="left") > 0
    assert got.sum("unassign_run_people") == 60
    assert got.sum("unassign_runs_paused") == 0
    await alex.say("pause")
    await alex.until_card("Paused")
    got = await figures(env)
    assert (got.sum("unassign_runs_open"), got.sum("unassign_runs_paused")) == (1, 1)
    await alex.say("resume")
    await env.control("settings", {"latency": 0.0}, "PATCH")
    await alex.until_card("60 licenses removed")


async def test_no_metric_names_anyone(env: BotFixture, alex: Chat) -> None:
    await removed(alex, addresses(3))
    await alex.say("by user")
    await alex.search("people", "gra")
    text = (await read(env)).lower()
    for persona in PERSONAS:
        assert persona.oid not in text
        assert persona.name.split()[0].lower() not in text.replace("alexandria", "")
    assert "@" not in text
    assert "contoso" not in text


async def test_everything_that_is_told_is_listed(env: BotFixture, alex: Chat) -> None:
    await removed(alex, addresses(1))
    names = {f.name for f in text_string_to_metric_families(await read(env))}
    ours = {name for name in names if name.startswith("unassign")}
    timed = {name for one in TIMED.values() for name in (one.name, one.counted)}
    assert ours == timed | {*GAUGES, TAKEOVERS, INFO}


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Original-Forwarded-For",
        "Forwarded",
        "X-Real-IP",
        "Via",
        "Host",
    ],
)
async def test_a_proxy_may_not_read_for_others(env: BotFixture, header: str) -> None:
    url = f"{env.bot_url}/metrics"
    async with env.session.get(url, headers={header: "203.0.113.9"}) as answer:
        assert answer.status == 403


async def test_with_a_token_it_is_the_token_that_counts(tmp_path: Path) -> None:
    async with open_bot(tmp_path, office(5), metrics_token="ops") as env:
        url = f"{env.bot_url}/metrics"
        for shown in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Basic ops"}):
            async with env.session.get(url, headers=shown) as answer:
                assert answer.status == 403
        good = {"Authorization": "Bearer ops", "X-Forwarded-For": "203.0.113.9"}
        assert "unassign_build_info" in await read(env, **good)


async def test_the_cost_of_reading_does_not_grow_with_the_ledger(
    env: BotFixture, alex: Chat
) -> None:
    async def seconds() -> float:
        spent = []
        for _ in range(5):
            before = time.process_time()
            await read(env)
            spent.append(time.process_time() - before)
        return min(spent)

    empty = await seconds()
    await removed(alex, addresses(60))
    assert await seconds() < 10 * empty
