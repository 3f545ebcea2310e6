"""The catalog: no language lacks a text or a placeholder, and the typed face has each text."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pytest
from icu4py.messageformat import MessageFormat

from cards.words.catalog import Group, Language, Pairs, Text, TextOf, Words, key_of
from cards.words.groups.phrases import Phrases
from cards.words.languages import ALL_LANGUAGES, ENGLISH, english
from cards.words.texts import Texts
from tests.support.messages import placeholders, selectors, unwritten_numbers

#: A language without plural forms need not write a number.
OPTIONAL = {"count", "people", "licenses"}


def texts_of(language: Language) -> dict[str, str]:
    """All texts of a language, by group and name: "losses.events.stops"."""
    return dict(
        text for group, content in language.groups.items() for text in _flat(group, content)
    )


def _flat(name: str, content: Any) -> Iterator[tuple[str, str]]:
    if isinstance(content, str):
        yield name, content
    elif isinstance(content, Mapping):
        for key, inner in content.items():
            yield from _flat(f"{name}.{key}", inner)
    elif all(isinstance(one, str) for one in content):
        # Languages may have different numbers of words for a command.
        yield name, "\n".join(content)
    else:
        for number, inner in enumerate(content):
            yield from _flat(f"{name}.{number}", inner)


def faces() -> list[type[Group]]:
    made = english()
    groups = [getattr(made, field.name) for field in fields(Texts)]
    return [Phrases, *(type(group) for group in groups if isinstance(group, Group))]


def said(face: type[Group]) -> list[tuple[str, str, set[str]]]:
    """Each `say` in the source of a group: group, name, and what is put in."""
    found: list[tuple[str, str, set[str]]] = []
    for call in ast.walk(ast.parse(inspect.getsource(inspect.getmodule(face) or face))):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr not in {"say", "say_from", "_phrase", "_between"}:
            continue
        names = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
        given = {keyword.arg or "" for keyword in call.keywords}
        if call.func.attr == "_phrase":
            names, given = ["phrases", names[0]], {"count"}
        elif call.func.attr == "_between":
            names, given = ["phrases", names[0]], {"said", "following"}
        group, name = names if len(names) == 2 else (face.group, names[0])
        if name is not None:
            found.append((str(group), str(name), given))
    return found


@pytest.mark.parametrize("language", ALL_LANGUAGES, ids=lambda it: it.tag)
def test_each_text_is_a_message_of_its_language(language: Language) -> None:
    for name, message in texts_of(language).items():
        assert message.strip(), name
        MessageFormat(message, language.locale)


@pytest.mark.parametrize("language", ALL_LANGUAGES, ids=lambda it: it.tag)
def test_no_language_lacks_a_text_or_a_placeholder(language: Language) -> None:
    english_texts, texts = texts_of(ENGLISH), texts_of(language)
    assert set(texts) == set(english_texts)
    for name, message in texts.items():
        assert placeholders(message) <= placeholders(english_texts[name]), name
        assert placeholders(english_texts[name]) - placeholders(message) <= OPTIONAL, name
        assert selectors(message) == selectors(english_texts[name]), name


@pytest.mark.parametrize("language", ALL_LANGUAGES, ids=lambda it: it.tag)
def test_each_number_sign_is_written_as_a_number(language: Language) -> None:
    for name, message in texts_of(language).items():
        # Words of commands are no messages.
        assert name.startswith("commands.") or not unwritten_numbers(message), name


@pytest.mark.parametrize(
    ("message", "unwritten", "written"),
    [
        ("{count, plural, one {# of} other {# of}} {count, number}", 0, "3 of 3"),
        ("{count, plural, other {{all, select, true {all #} other {not #}}}}", 2, "all #"),
        ("{all, select, true {{count, plural, other {all #}}} other {not #}}", 1, "all 3"),
        ("all #", 1, "all #"),
    ],
)
def test_a_number_sign_is_a_number_directly_in_a_plural_only(
    message: str, unwritten: int, written: str
) -> None:
    assert unwritten_numbers(message) == unwritten
    assert MessageFormat(message, "en_US").format({"count": 3, "all": "true"}) == written


@pytest.mark.parametrize("face", faces(), ids=lambda it: it.group or "phrases")
def test_the_face_puts_into_each_message_what_it_has_room_for(face: type[Group]) -> None:
    texts = texts_of(ENGLISH)
    for group, name, given in said(face):
        assert given == placeholders(texts[f"{group}.{name}"]), f"{group}.{name}"


def constants() -> set[str]:
    """The names of the texts into which nothing is put: they are shown as they are."""
    known = set()
    for face in faces():
        for name, member in vars(face).items():
            if isinstance(member, Text):
                known.add(f"{face.group}.{name}")
            elif isinstance(member, TextOf):
                known |= {f"{face.group}.{name}.{key_of(key)}" for key in member.keys}
            elif isinstance(member, Pairs | Words):
                known |= {
                    one for one in texts_of(ENGLISH) if one.startswith(f"{face.group}.{name}.")
                }
    return known


def test_the_faces_and_the_english_texts_are_the_same() -> None:
    known = {f"{group}.{name}" for face in faces() for group, name, _ in said(face)}
    assert known | constants() == set(texts_of(ENGLISH))


@pytest.mark.parametrize("language", ALL_LANGUAGES, ids=lambda it: it.tag)
def test_what_is_shown_as_it_is_has_nothing_of_a_message(language: Language) -> None:
    texts = texts_of(language)
    for name in constants():
        assert not re.search(r"''|[{}]", texts[name]), name


def test_what_is_put_in_is_never_read_as_a_message() -> None:
    braces = "{count, plural, one {'} other {"
    assert english().choose.person_choice(braces, "#") == f"{braces} · #"
