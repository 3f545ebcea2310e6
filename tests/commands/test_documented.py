"""Each command in the documentation can be typed as it stands there."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.arguments import ROOT, parser

PAGES = sorted(
    page
    for pattern in ("*.md", "docs/*.md", "deploy/**/*.md", "bench/*.md")
    for page in ROOT.glob(pattern)
)
#: Code in a line, or lines of code.
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
COMMANDS = re.compile(r"^\| `([a-z-]+)[^`]*` \| (.+?) \|", re.MULTILINE)


def typed(page: Path, program: str) -> Iterator[str]:
    """What stands after the name of a program in the code of a page."""
    for block, inline in CODE.findall(page.read_text(encoding="utf-8")):
        for line in (block or inline).splitlines():
            command = line.split("#")[0].split(" > ")[0].split("&&")[-1].strip()
            if command.startswith(f"{program} "):
                yield command.removeprefix(f"{program} ")


def options(command: str) -> set[str]:
    """The options of one of the commands of app.py."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return {*action.choices[command]._option_string_actions}
    return set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_typed_is_understood(page: Path) -> None:
    for arguments in typed(page, "python app.py"):
        if "…" not in arguments:
            parser().parse_args(shlex.split(re.sub("<[^>]*>", "this", arguments)))


def test_each_command_has_the_options_of_its_row() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    rows = COMMANDS.findall(text.partition("## On the machine")[2])
    assert {"rehearse", "doctor", "journal", "forget"} <= {command for command, _ in rows}
    for command, says in rows:
        assert set(re.findall(r"`(--[a-z-]+)", says)) <= options(command), command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_make_is_asked_for_is_there(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for arguments in typed(page, "make"):
        target, *variables = arguments.split()
        assert target in targets
        for variable in variables:
            name, has_value, _ = variable.partition("=")
            assert has_value
            assert re.search(rf"\$\(.*\b{name}\b|^{name} \?=", makefile, re.MULTILINE)
