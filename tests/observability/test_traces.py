"""Traces as a collector gets them: one for each click, down to Graph, and no one's name in it."""

import json
import uuid
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from ledger.operations import journal_check as audit
from sandbox.organization.personas import PERSONAS
from tests.support.bot_fixture import BotFixture, open_bot
from tests.support.crowd import addresses, office
from tests.support.journeys import removed, to_confirm
from tests.support.ports import free_port


class Collector:
    """Takes OTLP over HTTP."""

    def __init__(self) -> None:
        self.url = ""
        self.spans: list[dict[str, Any]] = []
        self.resources: list[dict[str, Any]] = []

    async def take(self, request: web.Request) -> web.Response:
        got = ExportTraceServiceRequest()
        got.ParseFromString(await request.read())  # type: ignore[no-untyped-call]
        told = MessageToDict(got)  # type: ignore[no-untyped-call]
        for resource in told["resourceSpans"]:
            self.resources.append(resource["resource"])
            for scope in resource["scopeSpans"]:
                assert scope["scope"]["name"] == "unassign"
                self.spans.extend(scope["spans"])
        return web.Response()

    def named(self, name: str) -> list[dict[str, Any]]:
        return [span for span in self.spans if span["name"] == name]


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    collector, port = Collector(), free_port()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/v1/traces", collector.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    collector.url = f"http://127.0.0.1:{port}"
    try:
        yield collector
    finally:
        await runner.cleanup()


@asynccontextmanager
async def traced(folder: Path, **settings: Any) -> AsyncIterator[tuple[BotFixture, Collector]]:
    async with (
        collecting() as collector,
        open_bot(folder, office(10), traces_to=collector.url, **settings) as env,
    ):
        yield env, collector


def attributes(span: dict[str, Any]) -> dict[str, str]:
    return {one["key"]: one["value"]["stringValue"] for one in span.get("attributes", [])}


async def test_one_click_is_one_trace_down_to_graph(tmp_path: Path) -> None:
    async with traced(tmp_path) as (env, collector):
        alex = await env.chat().open()
        await removed(alex, addresses(2))
        await env.stop_bot()
        writes = collector.named("graph POST users/{id}/assignLicense")
        assert [attributes(span)["result"] for span in writes] == ["200", "200"]
        trace = {span["traceId"] for span in writes}
        assert len(trace) == 1
        together = [span for span in collector.spans if span["traceId"] in trace]
        names = [span["name"] for span in together]
        assert "turn invoke adaptiveCard/action" in names
        assert "work pressed" in names
        by_id = {span["spanId"]: span for span in together}
        work = next(span for span in together if span["name"] == "work pressed")
        assert by_id[work["parentSpanId"]]["name"] == "turn invoke adaptiveCard/action"
        resource = json.dumps(collector.resources[0])
        assert '"unassign"' in resource


async def test_the_trace_has_the_id_of_the_click_also_after_a_restart(tmp_path: Path) -> None:
    async with traced(tmp_path) as (env, collector):
        alex = await env.chat().open()
        await to_confirm(alex, addresses(10))
        await env.control("settings", {"latency": 0.2}, "PATCH")
        await alex.press("Remove", {"accept_deletion": "true", "accept_ediscovery": "true"})
        await env.stop_bot()
        clicks = {span["traceId"] for span in collector.named("work pressed")}
        await env.control("settings", {"latency": 0.0}, "PATCH")
        await env.start_bot()
        await alex.until_card("10 licenses removed")
        await env.stop_bot()
        calls = collector.named("graph POST users/{id}/assignLicense")
        assert len(calls) == 10
        traces = {span["traceId"] for span in calls}
        assert len(traces) == 1
        assert traces <= clicks
        lines = [line async for line in audit.export(env.settings.database_url)]
        entries = [json.loads(json.loads(line)["entry"]) for line in lines]
        told = {one["correlation_id"] for one in entries if one["kind"] == "person_finished"}
        assert {uuid.UUID(bytes=b64decode(trace)) for trace in traces} == {*map(uuid.UUID, told)}


async def test_no_one_is_named_and_the_sdk_of_graph_tells_nothing_of_its_own(
    tmp_path: Path,
) -> None:
    async with traced(tmp_path) as (env, collector):
        alex = await env.chat().open()
        await removed(alex, addresses(2))
        await env.stop_bot()
        text = json.dumps(collector.spans).lower()
        assert "@" not in text
        for persona in PERSONAS:
            assert persona.oid not in text
        allowed = {"kind", "name", "event", "method", "path", "grant", "result"}
        assert {key for span in collector.spans for key in attributes(span)} <= allowed


async def test_a_share_of_nothing_sends_nothing(tmp_path: Path) -> None:
    async with traced(tmp_path, traces_share=0.0) as (env, collector):
        alex = await env.chat().open()
        await alex.say("help")
        await env.stop_bot()
        assert collector.spans == []


async def test_a_collector_that_is_away_slows_no_one(tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    async with open_bot(tmp_path, office(5), traces_to=away) as env:
        alex = await env.chat().open()
        await alex.say("help")
