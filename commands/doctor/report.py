"""The findings as a page for people and as JSON for machines."""

import json
import textwrap
from collections.abc import Sequence
from typing import Final

from commands.doctor.findings import Finding, Level, well
from commands.doctor.words import LEVELS, WORDS
from settings.version import VERSION

_WIDTH: Final = 100
_INDENT: Final = 24
_COUNTED: Final = (
    (Level.FAULT, "fault", "faults"),
    (Level.WARNING, "warning", "warnings"),
    (Level.UNSEEN, "not seen", "not seen"),
)


def page(findings: Sequence[Finding]) -> str:
    """Tell each finding in its order, and what to do about it, and at the end how it stands."""
    lines = [_told(finding) for finding in findings]
    return "\n".join([f"Unassign {VERSION}", "", *lines, "", _summary(findings)])


def as_json(findings: Sequence[Finding]) -> str:
    """`well` and the findings: check, level and code, which stay, and the words, which may not."""
    told = [
        {
            "check": finding.check,
            "level": finding.level,
            "code": finding.code,
            "facts": dict(finding.facts),
            "says": WORDS[finding.code].of(finding).says,
            "mend": WORDS[finding.code].of(finding).mend,
        }
        for finding in findings
    ]
    return json.dumps({"version": VERSION, "well": well(findings), "findings": told}, indent=2)


def exit_code(findings: Sequence[Finding]) -> int:
    """0 when nothing has to be mended, 1 when something has."""
    return 0 if well(findings) else 1


def _told(finding: Finding) -> str:
    words = WORDS[finding.code].of(finding)
    head = f"{LEVELS[finding.level]:<10}{finding.check:<{_INDENT - 10}}"
    mend = [f"→ {words.mend}"] if words.mend and finding.level is not Level.GOOD else []
    return "\n".join([_wrapped(words.says, head), *(_wrapped(one, " " * _INDENT) for one in mend)])


def _wrapped(text: str, head: str) -> str:
    # Paths and addresses are long, and stay whole so that they can be copied.
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=head,
        subsequent_indent=" " * _INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _summary(findings: Sequence[Finding]) -> str:
    numbers = {level: sum(f.level is level for f in findings) for level, _, _ in _COUNTED}
    said = [
        f"{numbers[level]} {one if numbers[level] == 1 else many}"
        for level, one, many in _COUNTED
        if numbers[level]
    ]
    return f"{', '.join(said)}." if said else "All is well."
