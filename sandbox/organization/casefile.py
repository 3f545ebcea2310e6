"""A custom rehearsal: people, groups and products from a small JSON file.

The format is described in docs/rehearsal-case.md.
"""

import json
from pathlib import Path

from sandbox.organization.casefile_parser import CaseReader
from sandbox.organization.casefile_reader import Errors, Node
from sandbox.organization.organization import Organization


class CaseError(Exception):
    """The file is invalid. The message has one line for each error."""

    def __init__(self, name: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join([f"{name} can't be rehearsed:", *(f"  {p}" for p in problems)]))


def load_case(path: Path) -> Organization:
    """Load an organization from a file; raises CaseError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(str(path), [f"it can't be read: {error}"]) from error
    return parse_case(text, str(path))


def parse_case(text: str, name: str = "The case") -> Organization:
    """Parse an organization from JSON text; raises CaseError."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise CaseError(name, [f"it is not JSON: {error}"]) from error
    problems = Errors()
    organization = CaseReader(problems).organization(Node(data, "the file", problems))
    if problems.found:
        raise CaseError(name, problems.found)
    return organization
