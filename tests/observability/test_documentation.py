"""The page, the alerts and the dashboard name metrics that exist, and each has its text."""

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

#: Every series that can be asked for.
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


def test_the_page_lists_what_is_counted_and_timed() -> None:
    listed = {tuple(row) for row in table("timed")}
    assert listed == {
        (
            f"`{one.name}`",
            f"`{one.counted}_total`",
            ", ".join(f"`{x}`" for x in one.labels),
            one.says,
        )
        for one in TIMED.values()
    }


def test_the_page_lists_the_gauges() -> None:
    listed = {tuple(row) for row in table("gauges")}
    assert listed == {
        (f"`{name}`", ", ".join(f"`{label}`" for label in labels), says)
        for name, (says, labels) in GAUGES.items()
    }


def questions() -> Iterator[str]:
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in PANELS for target in panel["targets"])


def test_each_question_is_about_metrics_and_labels_that_exist() -> None:
    for question in questions():
        named = set(re.findall(r"\bunassign_\w+", question))
        assert named or question.startswith("up{")
        assert named <= SERIES, question
        labels = re.findall(r"[{,]\s*(\w+)\s*[=!]", question)
        grouped = re.findall(r"by \(([^)]+)\)", question)
        used = {*labels, *(one.strip() for part in grouped for one in part.split(","))}
        assert used <= LABELS, question


def test_all_that_is_told_is_shown_or_watched() -> None:
    asked = " ".join(questions())
    for one in TIMED.values():
        assert one.name in asked or one.counted in asked
    unshown = {name for name in GAUGES if name not in asked}
    # A figure for planning and one that the people's numbers tell better.
    assert unshown == {"unassign_sign_ins", "unassign_runs_age_seconds"}


def test_each_alert_says_what_is_the_case_and_leads_to_what_to_do() -> None:
    headings = {line.removeprefix("### ") for line in PAGE.splitlines() if line.startswith("### U")}
    assert headings == {rule["alert"] for rule in RULES}
    for rule in RULES:
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["runbook"] == f"docs/watching.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in {"warning", "critical"}


def test_the_panels_do_not_overlap_and_have_ids_of_their_own() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not cells & taken
        taken |= cells
    ids: list[Any] = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
