"""Typed text: commands, product names, page numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.commands import Command, TypedCommand, read_command
from dialogs.model.paging import ROWS, page_of, pages
from dialogs.removal.products import products_named
from tests.support.people import product


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("hi", Command.HOME),
        ("  Hello! ", Command.HOME),
        ("HELP", Command.HELP),
        ("?", Command.HELP),
        ("cancel.", Command.CANCEL),
        ("start   over", Command.START_OVER),
        ("By product", Command.BY_PRODUCT),
        ("by user", Command.BY_USER),
        ("many users", Command.MANY_USERS),
        ("next", Command.NEXT),
        ("back", Command.BACK),
        ("remove", Command.REMOVE),
        ("stop", Command.STOP),
        ("Pause.", Command.PAUSE),
        ("resume", Command.RESUME),
        ("history", Command.HISTORY),
        ("status", Command.STATUS),
        ("receipt", Command.RECEIPT),
    ],
)
def test_a_command_is_known_however_it_is_written(text: str, command: Command) -> None:
    assert read_command(text) == TypedCommand(command)


@pytest.mark.parametrize(
    ("text", "command", "number"),
    [
        ("receipt 42", Command.RECEIPT, "42"),
        ("Receipt #42", Command.RECEIPT, "42"),
        ("receipt no. 7", Command.RECEIPT, "7"),
        ("stop 3!", Command.STOP, "3"),
        ("pause  number 3", Command.PAUSE, "3"),
        ("go on 12", Command.RESUME, "12"),
        ("history 2", Command.HISTORY, "2"),
    ],
)
def test_a_number_may_follow(text: str, command: Command, number: str) -> None:
    assert read_command(text) == TypedCommand(command, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "please remove",
        "adele@contoso.example",
        "help me now",
        "…",
        "help 2",
        "receipt -1",
        "receipt 1.5",
        "receipt 4 5",
        "receipt 1234567890",
        "stop at 5",
        "42",
        "receipt ٤٢",
    ],
)
def test_other_text_is_no_command(text: str) -> None:
    assert read_command(text) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_commands(text: str) -> None:
    read_command(text)


E3 = product("e3", name="Office 365 E3")
E5 = product("e5", name="Office 365 E5")
VISIO = product("visio", name="Visio Plan 2")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Office 365 E3", ("e3",)),
        ("office 365 e3; visio", ("e3", "visio")),
        ("visio, visio plan 2", ("visio",)),
        ("office 365", ()),
        ("visio, nothing like it", ()),
        ("", ()),
        (" , ;", ()),
    ],
)
def test_products_are_known_by_name_or_by_a_beginning_that_fits_one(
    text: str, named: tuple[str, ...]
) -> None:
    assert products_named(text, (E3, E5, VISIO)) == named


@given(st.text(max_size=12), st.integers(0, 10_000))
def test_a_page_number_of_a_client_is_always_within_the_list(arg: str, rows: int) -> None:
    assert 0 <= page_of(arg, rows) < pages(rows)


def test_a_list_takes_as_many_pages_as_it_needs() -> None:
    assert [pages(n) for n in (0, 1, ROWS, ROWS + 1, 10 * ROWS)] == [1, 1, 1, 2, 10]
