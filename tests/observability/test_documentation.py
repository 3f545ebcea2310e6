"""The page, the alerts and the dashboard name metrics that exist, with their help texts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from observability.metrics import GAUGES, INFO, TAKEOVERS, TIMED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "watching.md").read_text("utf-8")
ALERTS = yaml.safe_load((ROOT / "deploy" / "watching" / "alerts.yml").read_text("utf-8"))
DASHBOARD = json.loads((ROOT / "deploy" / "watching" / "grafana-dashboard.json").read_text("utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]

#: Every series that can be queried.
SERIES = {
    *GAUGES,
    INFO,
    f"{TAKEOVERS}_total",
    *(f"{one.name}_{end}" for one in TIMED.values() for end in ("bucket", "count", "sum")),
    *(f"{one.counted}_total" for one in TIMED.values()),
}
LABELS = {
    "result", "state", "tenant", "what", "version", "job", "le",
    *(label for one in TIMED.values() for label in one.labels),
}  # fmt: skip


def table(name: str) -> list[list[str]]:
    part = PAGE.partition(f"<!-- metrics:{name} -->")[2].partition("<!-- /metrics -->")[0]
    rows = [line.strip("| ").split("|") for line in part.strip().splitlines()[2:]]
    return [[cell.strip() for cell in row] for row in rows]


def test_the_page_lists_the_timed_operations() -> None:
    listed = {tuple(row) for row in table("timed")}
    assert listed == {
        (
            f"`{one.name}`",
            f"`{one.counted}_total`",
            ", ".join(f"`{x}`" for x in one.labels),
            one.help,
        )
        for one in TIMED.values()
    }


def test_the_page_lists_the_gauges() -> None:
    listed = {tuple(row) for row in table("gauges")}
    assert listed == {
        (f"`{name}`", ", ".join(f"`{label}`" for label in labels), help_)
        for name, (help_, labels) in GAUGES.items()
    }


def queries() -> Iterator[str]:
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in PANELS for target in panel["targets"])


def test_each_query_names_metrics_and_labels_that_exist() -> None:
    for query in queries():
        named = set(re.findall(r"\bunassign_\w+", query))
        assert named or query.startswith("up{")
        assert named <= SERIES, query
        labels = re.findall(r"[{,]\s*(\w+)\s*[=!]", query)
        grouped = re.findall(r"by \(([^)]+)\)", query)
        named_labels = {*labels, *(one.strip() for part in grouped for one in part.split(","))}
        assert named_labels <= LABELS, query


def test_every_metric_is_on_the_dashboard_or_in_an_alert() -> None:
    asked = " ".join(queries())
    for one in TIMED.values():
        assert one.name in asked or one.counted in asked
    unshown = {name for name in GAUGES if name not in asked}
    # One is for planning, and the numbers of people say more than the other.
    assert unshown == {"unassign_sign_ins", "unassign_runs_age_seconds"}


def test_each_alert_has_a_summary_and_a_runbook() -> None:
    headings = {line.removeprefix("### ") for line in PAGE.splitlines() if line.startswith("### U")}
    assert headings == {rule["alert"] for rule in RULES}
    for rule in RULES:
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["runbook"] == f"docs/watching.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in {"warning", "critical"}


def test_the_panels_do_not_overlap_and_have_unique_ids() -> None:
    used: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & used
        used |= cells
    ids: list[Any] = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
