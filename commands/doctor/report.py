"""The findings as text for people and as JSON for machines."""

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
    (Level.UNKNOWN, "unknown", "unknown"),
)


def page(findings: Sequence[Finding]) -> str:
    """The report: each finding with its fix, and a summary at the end."""
    lines = [_entry(finding) for finding in findings]
    return "\n".join([f"Unassign {VERSION}", "", *lines, "", _summary(findings)])


def as_json(findings: Sequence[Finding]) -> str:
    """`well` and the findings. Checks, levels and codes are stable, texts are not."""
    listed = [
        {
            "check": finding.check,
            "level": finding.level,
            "code": finding.code,
            "facts": dict(finding.facts),
            "says": WORDS[finding.code].of(finding).says,
            "fix": WORDS[finding.code].of(finding).fix,
        }
        for finding in findings
    ]
    return json.dumps({"version": VERSION, "well": well(findings), "findings": listed}, indent=2)


def exit_code(findings: Sequence[Finding]) -> int:
    """0 if nothing has to be fixed, else 1."""
    return 0 if well(findings) else 1


def _entry(finding: Finding) -> str:
    words = WORDS[finding.code].of(finding)
    head = f"{LEVELS[finding.level]:<10}{finding.check:<{_INDENT - 10}}"
    fix = [f"→ {words.fix}"] if words.fix and finding.level is not Level.GOOD else []
    return "\n".join([_wrapped(words.says, head), *(_wrapped(one, " " * _INDENT) for one in fix)])


def _wrapped(text: str, head: str) -> str:
    # Keep paths and addresses whole so that they can be copied.
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
    parts = [
        f"{numbers[level]} {one if numbers[level] == 1 else many}"
        for level, one, many in _COUNTED
        if numbers[level]
    ]
    return f"{', '.join(parts)}." if parts else "All is well."
