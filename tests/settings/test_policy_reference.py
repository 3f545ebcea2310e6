"""docs/policy.md names every key of the policy file, its default, and no other."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from licensing.policy.model import Policy
from licensing.tenant.roles import KNOWN_ROLES
from settings.policy.file import parse_policy
from settings.policy.yaml_reader import Node

ROOT = Path(__file__).parent.parent.parent
REFERENCE = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([\w.]+)` \| (?:`([^`]+)`)?", re.MULTILINE)
DEFAULTS = dict(ROW.findall(REFERENCE))
WHOLE = """\
requesters: [{person: a@b, name: A}]
undo: [{person: a@b}]
readers: [{person: a@b}]
reminders: {at_most: 1}
justification: {hint: x}
fresh_sign_in: {people_from: 1, within: 1m}
rules:
  - name: A
    when: {groups: [{group: 11111111-1111-4111-8111-111111111111}]}
    stages:
      - approvers: [{manager: affected}]
        need: [{people_from: 1, approvals: 1}]
        escalation: {after: 1h, approvers: [{role: Global Reader}]}
"""
#: Keys of a line in a list of people stand in a table of their own.
IN_LISTS = {"person", "group", "role", "manager", "name"}


def test_every_key_that_is_read_is_named_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()
    known = Node.known

    def noted(place: Node, *names: str) -> set[str]:
        path = re.sub(r"\[\d+\]", "", place.name)
        in_list = path.endswith(("requesters", "undo", "readers", "approvers", "groups"))
        read.update(names if in_list else (f"{path}.{name}".lstrip(".") for name in names))
        return known(place, *names)

    monkeypatch.setattr(Node, "known", noted)
    parse_policy(WHOLE)
    headings = {
        "reminders",
        "justification",
        "fresh_sign_in",
        "rules",
        "rules.stages.escalation",
    }
    assert read - headings == set(DEFAULTS)
    assert set(DEFAULTS) >= IN_LISTS


def test_the_defaults_are_those_of_the_code() -> None:
    policy = Policy()
    hours = timedelta(hours=1)
    assert DEFAULTS["self_approval"] == "forbidden"
    assert not policy.self_approval
    assert DEFAULTS["expires_after"] == f"{policy.expires_after.days}d"
    assert DEFAULTS["reminders.first_after"] == f"{policy.reminders.first_after // hours}h"
    assert DEFAULTS["reminders.factor"] == str(policy.reminders.factor)
    assert DEFAULTS["reminders.at_most"] == str(policy.reminders.at_most)
    stage = parse_policy(WHOLE.replace("after: 1h, ", "")).rules[0].stages[0]
    assert stage.escalation is not None
    assert DEFAULTS["rules.stages.escalation.after"] == f"{stage.escalation.after // hours}h"


def test_every_role_that_can_be_named_is_named() -> None:
    for name in KNOWN_ROLES.values():
        assert name in REFERENCE
