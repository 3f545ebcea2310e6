"""docs/commands.md names what can be typed, in Teams and on the machine, and nothing else."""

import argparse
import re
from pathlib import Path

from cards.words.languages import english
from commands.arguments import parser

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
IN_TEAMS, _, ON_THE_MACHINE = PAGE.partition("## On the machine")
ROW = re.compile(r"^\| (?P<typed>`.+?) \| (?P<does>.+?) \|", re.MULTILINE)


def words(typed: str) -> str:
    return typed.replace("`", "")


def test_the_table_is_that_of_the_help_card() -> None:
    told = {words(row["typed"]): row["does"] for row in ROW.finditer(IN_TEAMS)}
    # What the card says of itself a page can't say.
    assert told == dict(english().help.commands) | {"help": told["help"]}


def test_every_command_of_the_operator_is_named_with_its_options() -> None:
    rows = {words(row["typed"]): row.group() for row in ROW.finditer(ON_THE_MACHINE)}
    (commands,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    assert {row.split()[0] for row in rows} == set(commands.choices)
    for name, command in commands.choices.items():
        row = " ".join(text for typed, text in rows.items() if typed.split()[0] == name)
        for action in command._actions:
            for option in action.option_strings:
                if option not in {"-h", "--help"}:
                    assert f"`{option}" in row, (name, option)
            for choice in () if action.option_strings else action.choices or ():
                assert f"`{name} {choice}`" in row


def test_the_head_of_the_program_names_them_all() -> None:
    head = (ROOT / "app.py").read_text(encoding="utf-8").split('"""')[1]
    named = set(re.findall(r"^python app\.py ([a-z-]+)", head, re.MULTILINE)) | {"serve"}
    (commands,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    assert named == set(commands.choices)
