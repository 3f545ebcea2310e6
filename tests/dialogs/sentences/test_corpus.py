"""Sentences that people type, and what each means."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.words.catalog import key_of
from cards.words.languages import Languages
from cards.words.texts import Texts
from dialogs.commands import Command, read_command
from dialogs.sentences.grammar import understand
from dialogs.sentences.products import ProductNames, names_of
from dialogs.sentences.understanding import (
    HowManyFree,
    NotUnderstood,
    ProductPhrase,
    Remove,
    RunCommand,
    Suggestion,
    Thanks,
    Understanding,
    Undo,
    WhoHas,
)
from dialogs.sentences.vocabulary import Word
from licensing.tenant.lists.reading import read_list
from licensing.tenant.products import Product

LANGUAGES = Languages()
CORPUS = json.loads(Path(__file__).with_name("corpus.json").read_text("utf-8"))
SENTENCES: list[dict[str, Any]] = CORPUS["sentences"]


CORPUS_IDS = [row["name"] for row in CORPUS["products"] + CORPUS["more_products"]]


def made(rows: list[dict[str, str]]) -> list[Product]:
    # The name is the id, so that failures can be read.
    return [
        Product(id=row["name"], part=row["part"], name=row["name"], total=9, assigned=1)
        for row in rows
    ]


@cache
def tenant(size: str) -> ProductNames:
    more = CORPUS["more_products"] if size == "large" else []
    return names_of(made(CORPUS["products"] + more))


def understood(one: dict[str, Any]) -> Understanding:
    texts = LANGUAGES.texts_for(one["language"])
    return understand(one["say"], texts, LANGUAGES, tenant(one.get("tenant", "small")))


def told(read: Understanding) -> dict[str, Any]:
    """An understanding as the corpus writes it: what is empty is left out."""
    found: dict[str, Any] = {"means": "not_understood"}
    match read:
        case Remove():
            found = {
                "means": "remove",
                **products(read.products),
                "people": list(read.people),
                "everything": read.everything,
                "everyone": read.everyone,
                "unread": list(read.unread),
            }
        case WhoHas():
            found = {"means": "who_has", **products(read.products)}
        case HowManyFree():
            found = {"means": "how_many_free", **products(read.products)}
        case Undo():
            day = read.day.isoformat() if isinstance(read.day, date) else read.day
            found = {"means": "undo", "person": read.person, "day": day, "product": read.product}
        case RunCommand(typed):
            found = {
                "means": "command",
                "command": str(typed.command),
                "number": typed.number,
                "words": typed.words,
            }
        case Suggestion(offers):
            found = {"means": "suggestion", "offers": list(offers)}
        case Thanks():
            found = {"means": "thanks"}
    return {key: value for key, value in found.items() if value}


def products(phrases: tuple[ProductPhrase, ...]) -> dict[str, Any]:
    return {
        "products": [one.settled for one in phrases if one.settled],
        "which": {one.phrase: list(one.ids) for one in phrases if len(one.ids) > 1},
        "near": {one.phrase: list(one.ids) for one in phrases if one.near},
        "unknown": [one.phrase for one in phrases if not one.ids],
    }


def expected(one: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in one.items() if key not in {"say", "language", "tenant"}}
    if "named" in found:
        found["products"] = found.pop("named")
    return found


@pytest.mark.parametrize("one", SENTENCES, ids=lambda one: f"{one['language']} {one['say']}")
def test_a_sentence_means_what_the_corpus_says(one: dict[str, Any]) -> None:
    assert told(understood(one)) == expected(one)


def test_the_corpus_has_sentences_of_each_kind_in_each_language() -> None:
    assert len(SENTENCES) >= 250
    for language in LANGUAGES.all:
        kinds = {one["means"] for one in SENTENCES if one["language"] == language.tag}
        assert len(kinds) == 8


WORDS = sorted({word for one in SENTENCES for word in one["say"].split()})
#: Any text, and texts that are nearly sentences.
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), max_size=20).map("".join),
)


@given(text=TEXTS, language=st.sampled_from(LANGUAGES.all))
def test_no_text_breaks_the_grammar(text: str, language: Texts) -> None:
    read = understand(text, language, LANGUAGES, tenant("large"))
    if isinstance(read, Remove):
        known = set(CORPUS_IDS)
        assert all(set(one.ids) <= known for one in read.products)
        assert not (read.everything and read.products)
    if isinstance(read, RunCommand):
        # What removes or restores is never run by a sentence.
        assert read.command.command not in {Command.REMOVE, Command.RESTORE}
    if isinstance(read, Suggestion):
        for offer in read.offers:
            typed = read_command(offer, LANGUAGES)
            assert typed is None or typed.command not in {Command.REMOVE, Command.RESTORE}


@given(text=TEXTS, language=st.sampled_from(LANGUAGES.all))
def test_what_is_denied_is_no_wish(text: str, language: Texts) -> None:
    read = understand(f"don't {text}", language, LANGUAGES, tenant("small"))
    assert not isinstance(read, Remove) or read == Remove()


def test_a_text_that_is_longer_than_a_sentence_is_none() -> None:
    text = "remove E3 from " + "Adele Vance, " * 10_000
    assert understand(text, LANGUAGES.all[0], LANGUAGES, tenant("small")) == NotUnderstood()


def test_a_long_list_is_no_sentence() -> None:
    text = "\n".join(f"person{number}@contoso.example" for number in range(300))
    assert understand(text, LANGUAGES.all[0], LANGUAGES, tenant("small")) == NotUnderstood()


def test_four_hundred_people_may_come_before_the_verb() -> None:
    people = ", ".join(f"person{number}@contoso.example" for number in range(400))
    read = understand(f"E3 von {people} entfernen", LANGUAGES.all[1], LANGUAGES, tenant("small"))
    assert isinstance(read, Remove)
    assert len(read.people) == 400


def test_four_hundred_people_are_understood_as_a_list() -> None:
    people = [f"person{number}@contoso.example" for number in range(400)]
    for between in (", ", "; ", "\n"):
        text = f"remove E3 from {between.join(people)}"
        read = understand(text, LANGUAGES.all[0], LANGUAGES, tenant("small"))
        assert isinstance(read, Remove)
        assert read_list(read.pasted).entries == tuple(people)


def test_a_table_below_a_sentence_stays_a_table() -> None:
    table = "Name\tManager\nadele@contoso.example\tmegan@contoso.example"
    text = f"remove E3 from these people:\n{table}"
    read = understand(text, LANGUAGES.all[0], LANGUAGES, tenant("small"))
    assert isinstance(read, Remove)
    assert read.pasted == table


def test_more_products_than_a_sentence_has_become_a_question() -> None:
    products = ", ".join(f"thing{number}" for number in range(40))
    read = understand(
        f"remove {products} from Adele Vance", LANGUAGES.all[0], LANGUAGES, tenant("small")
    )
    assert isinstance(read, Remove)
    assert "thing39" in read.products[-1].phrase


@pytest.mark.parametrize("texts", LANGUAGES.all, ids=lambda texts: texts.tag)
def test_each_language_has_the_words_of_sentences_and_no_other(texts: Texts) -> None:
    assert set(texts.commands.sentence_words) == set(map(key_of, Word))
    assert all(texts.commands.sentence_words.values())
    assert set(texts.commands.product_names) == set(LANGUAGES.all[0].commands.product_names)
