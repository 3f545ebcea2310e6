"""A hash of a policy's decisions: a change of rules changes it, one of wording does not."""

import dataclasses
import hashlib
import json
import re
from datetime import timedelta
from enum import Enum
from typing import Any

from licensing.policy.lists import ListEntry
from licensing.policy.model import Policy

#: Lines and labels decide nothing; rules are identified by name.
#: Who may undo or read decides nothing about a request.
_LEFT_OUT = frozenset({"line", "source", "hint", "undo", "undo_ref", "readers", "readers_ref"})


def fingerprint(policy: Policy) -> str:
    """Return the SHA-256 of a policy's decisions, in hexadecimal."""
    text = json.dumps(_plain(policy), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, ListEntry):
        return [value.type.value, value.value]
    if dataclasses.is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.name not in _LEFT_OUT
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, re.Pattern):
        return value.pattern
    return value.value if isinstance(value, Enum) else value
