"""A hash of what a policy decides: a change of the rules is noticed, one of words is not."""

import dataclasses
import hashlib
import json
import re
from datetime import timedelta
from enum import Enum
from typing import Any

from licensing.policy.lists import ListEntry
from licensing.policy.model import Policy

#: Where something stands and what it is called decides nothing; rules are known by their names.
#: Who gives back decides nothing about a request.
_LEFT_OUT = frozenset({"line", "source", "hint", "undo", "undo_ref"})


def fingerprint(policy: Policy) -> str:
    """SHA-256 over all that decides, in hexadecimal."""
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
