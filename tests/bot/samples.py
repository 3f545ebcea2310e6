"""Activities as the Teams client sends them, and short ways to make one's own."""

import copy
import json
from pathlib import Path
from typing import Any

from bot.http.allowed_hosts import ServiceHosts
from tests.support.channel import FakeChannel

LOOPBACK = ServiceHosts(loopback=True)

ACTIVITIES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("activities.json").read_text("utf-8")
)


def sample(name: str, channel: FakeChannel | None = None, /, **changed: Any) -> dict[str, Any]:
    """Return one activity, sent through this channel; a field that is None is left out."""
    activity = copy.deepcopy(ACTIVITIES[name])
    if channel is not None:
        activity["serviceUrl"] = channel.service_url
    activity |= changed
    return {key: value for key, value in activity.items() if value is not None}


def message(channel: FakeChannel | None = None, /, **changed: Any) -> dict[str, Any]:
    return sample("personal.message.text", channel, **changed)


def press(channel: FakeChannel | None = None, /, **changed: Any) -> dict[str, Any]:
    return sample("personal.invoke.adaptiveCard-action.inc", channel, **changed)
