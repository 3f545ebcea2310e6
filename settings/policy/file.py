"""Parses the policy file."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

import yaml

from licensing.policy.lists import ListEntry
from licensing.policy.model import (
    FreshSignIn,
    Justification,
    Policy,
    Reminders,
    RuleRef,
)
from settings.errors import SettingsError
from settings.policy.lists import people
from settings.policy.rules import MOST_PEOPLE, read_rules
from settings.policy.yaml_reader import Errors, Node

SETTING: Final = "UNASSIGN_POLICY_FILE"
#: Maximum length of a policy file in characters.
_MAX_LENGTH: Final = 1_000_000
#: The ledger deletes a draft, and with it its card, after 90 days without changes.
LONGEST: Final = timedelta(days=60)
_SELF: Final = {"forbidden": False, "allowed": True}
#: Top-level keys of the file.
KEYS: Final = (
    "requesters",
    "undo",
    "readers",
    "self_approval",
    "expires_after",
    "reminders",
    "justification",
    "fresh_sign_in",
    "rules",
)


def read_policy(path: Path | None) -> Policy:
    """Read the policy at `path`; without a path, the default policy.

    Raises `SettingsError`, which names the line and key of each mistake.
    """
    if path is None:
        return Policy()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{SETTING} names a file that can't be read.") from error
    return parse_policy(text, path.name)


def parse_policy(text: str, name: str = "policy.yaml") -> Policy:
    """Parse the text of a policy file. Raises `SettingsError`."""
    errors = Errors()
    policy = Policy()
    if len(text) > _MAX_LENGTH:
        raise SettingsError(f"{SETTING}: {name} is too large.")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise SettingsError(f"{SETTING}: {name} is not YAML. {_said(error)}") from error
    if node is None:
        raise SettingsError(f"{SETTING}: {name} is empty.")
    policy = _policy(Node(node, "", errors, 1), name)
    if errors:
        sentences = "\n".join(f"  {sentence}" for sentence in errors.sentences)
        raise SettingsError(f"{SETTING}: {name} can't be used.\n{sentences}")
    return policy


def _policy(place: Node, name: str) -> Policy:
    place.known(*KEYS)
    default = Policy()
    expires_after = place.at("expires_after").duration(default.expires_after, LONGEST)
    return Policy(
        source=name,
        requesters=people(place.at("requesters"), everyone_allowed=True),
        requesters_ref=_ref(place.at("requesters"), "requesters"),
        undo=_undo(place.at("undo")),
        undo_ref=_ref(place.at("undo"), "undo"),
        readers=people(place.at("readers"), managers=False),
        readers_ref=_ref(place.at("readers"), "readers"),
        rules=read_rules(place.at("rules"), expires_after),
        self_approval=place.at("self_approval").one_of(_SELF, default=False),
        self_approval_ref=_ref(place.at("self_approval"), "self_approval"),
        expires_after=expires_after,
        reminders=_reminders(place.at("reminders"), default.reminders),
        justification=_justification(place.at("justification")),
        fresh_sign_in=_fresh_sign_in(place.at("fresh_sign_in")),
    )


def _undo(place: Node) -> tuple[ListEntry, ...] | None:
    return None if place.missing else people(place, everyone_allowed=True)


def _ref(place: Node, name: str) -> RuleRef:
    return RuleRef(name, 0 if place.missing else place.line)


def _reminders(place: Node, default: Reminders) -> Reminders:
    place.known("first_after", "factor", "at_most")
    return Reminders(
        first_after=place.at("first_after").duration(default.first_after),
        factor=place.at("factor").number(default.factor, least=1, most=10),
        at_most=place.at("at_most").number(default.at_most, least=0, most=50),
    )


def _justification(place: Node) -> Justification:
    given = place.known("required", "pattern", "hint")
    pattern = place.at("pattern")
    compiled = None
    if not pattern.missing:
        try:
            compiled = re.compile(pattern.text())
        except re.error as error:
            pattern.complain(f"not a regular expression: {error.msg}")
    if "pattern" in given and "hint" not in given:
        place.complain("a pattern needs a hint that tells people what to enter")
    return Justification(
        ref=_ref(place, "justification"),
        required=place.at("required").flag(default=compiled is not None),
        pattern=compiled,
        hint="" if place.at("hint").missing else place.at("hint").text(),
    )


def _fresh_sign_in(place: Node) -> FreshSignIn | None:
    if place.missing:
        return None
    if place.known("people_from", "within") != {"people_from", "within"}:
        place.complain("expected: people_from and within")
    return FreshSignIn(
        ref=_ref(place, "fresh_sign_in"),
        people_from=place.at("people_from").number(1, least=1, most=MOST_PEOPLE),
        within=place.at("within").duration(timedelta(minutes=15)),
    )


def _said(error: yaml.YAMLError) -> str:
    """Where the parser stopped, in one sentence; its own message is for programmers."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return "Look for a character that does not belong in the file."
    return f"Look at line {mark.line + 1}, or the line before it."
