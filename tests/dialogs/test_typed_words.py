"""Typed text: commands, product names, page numbers."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.words.catalog import Language, key_of
from cards.words.languages import ALL_LANGUAGES, ENGLISH, Languages
from cards.words.texts import Texts
from dialogs.commands import (
    Command,
    Phrase,
    TypedCommand,
    number_after,
    read_command,
    read_delegation,
    says,
)
from dialogs.model.paging import ROWS, page_of, pages
from dialogs.removal.products import products_named
from licensing.tenant.spelling import folded
from tests.cards.test_catalog import texts_of
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
    assert read_command(text, Languages()) == TypedCommand(command)


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
    assert read_command(text, Languages()) == TypedCommand(command, number)


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
    assert read_command(text, Languages()) is None


@given(st.text())
def test_no_text_breaks_the_reading_of_commands(text: str) -> None:
    read_command(text, Languages())


def test_no_word_means_two_commands_in_whatever_language() -> None:
    meanings: dict[str, set[Command]] = {}
    for texts in Languages().all:
        for command in Command:
            for word in texts.commands.commands[key_of(command)]:
                meanings.setdefault(folded(word), set()).add(command)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("texts", Languages().all, ids=lambda texts: texts.tag)
def test_each_language_has_words_for_each_command_and_no_other(texts: Texts) -> None:
    assert set(texts.commands.commands) == set(map(key_of, Command))
    assert set(texts.commands.phrases) == set(map(key_of, Phrase))
    assert all(texts.commands.commands.values())
    assert all(texts.commands.phrases.values())


#: Words in quotation marks, English and Chinese or German.
_QUOTED = re.compile("[“„]([^“”„]+)[“”]")


def _commands_in(name: str, message: str) -> Iterator[str]:
    """The commands that a text tells people to type, by name."""
    words = _QUOTED.findall(message)
    if "commands." in name:
        # A list: the commands, and what they do.
        words = re.split(", |、", message.partition("\n")[0])
    for one in words:
        text = re.sub(r"\{\w+\}", "42", one)
        if command := read_command(text, Languages()):
            yield command.command
        yield from (
            phrase
            for phrase in Phrase
            if says(text, phrase, Languages())
            or number_after(text, phrase, Languages()) is not None
        )


@pytest.mark.parametrize("language", ALL_LANGUAGES, ids=lambda it: it.tag)
def test_texts_tell_people_to_type_the_same_commands_in_each_language(language: Language) -> None:
    own = texts_of(language)
    for name, message in texts_of(ENGLISH).items():
        if not name.startswith("commands."):
            told = Counter(_commands_in(name, message))
            assert not told - Counter(_commands_in(name, own[name])), name


#: A language that puts no space between words, as Chinese does.
UNSPACED = {
    "help": ["帮助"],
    "receipt": ["收据"],
    "delegate": ["委派"],
    "delegate_to": ["给"],
    "delegate_until": ["直到"],
    "number": ["号", "第"],
    "page": ["页", "第"],
}


@pytest.fixture
def languages(tmp_path: Path) -> Languages:
    texts = dict(ENGLISH.groups["commands"])
    folder = tmp_path / "zh"
    folder.mkdir()
    for group, content in ENGLISH.groups.items():
        if group == "commands":
            content = {
                part: {name: UNSPACED.get(name, [f"{name}词"]) for name in words}
                for part, words in texts.items()
            }
        (folder / f"{group}.json").write_text(json.dumps(content), encoding="utf-8")
    chinese = Language("zh", "zh_Hans_CN", "zh-Hans", tmp_path)
    return Languages(existing=(ENGLISH, chinese))


def test_words_of_every_language_are_understood(languages: Languages) -> None:
    for text in ("help", "帮助", "帮助。", "帮助！"):  # noqa: RUF001
        assert read_command(text, languages) == TypedCommand(Command.HELP)
    for text in ("receipt 12", "收据12", "收据 12", "收据第12号", "收据号１２", "receipt no. 12"):
        assert read_command(text, languages) == TypedCommand(Command.RECEIPT, "12")
    for text in ("页3", "第3页", "第 3 页。", "page 3"):
        assert number_after(text, Phrase.PAGE, languages) == 3
    assert read_command("收到12", languages) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("delegate", ("", "")),
        ("Delegate to Adele Vance", ("Adele Vance", "")),
        ("delegate to Adele until 2026-12-24.", ("Adele", "2026-12-24")),
        ("delegate until 2026-12-24", ("", "2026-12-24")),
        ("stand-in", ("", "")),
        ("委派给Adele直到2026-12-24", ("Adele", "2026-12-24")),
        ("委派", ("", "")),
        ("delegate torsten", None),
        ("delegateto Adele", None),
        ("delegates", None),
        ("please delegate", None),
        ("", None),
    ],
)
def test_a_delegation_is_read_with_its_name_and_day(
    languages: Languages, text: str, found: tuple[str, str] | None
) -> None:
    assert read_delegation(text, languages) == found


@given(st.text())
def test_no_text_breaks_the_reading_of_phrases(text: str) -> None:
    read_delegation(text, Languages())
    number_after(text, Phrase.WHY, Languages())


@pytest.mark.parametrize(
    ("text", "number"), [("why 12", 12), ("Why request #12?", 12), ("why", None), ("why not", None)]
)
def test_a_number_follows_a_phrase(text: str, number: int | None) -> None:
    assert number_after(text, Phrase.WHY, Languages()) == number
    assert says(text, Phrase.WHY, Languages()) == (text == "why")


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
