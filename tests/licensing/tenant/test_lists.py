"""Lists as people have them, each with who is meant by it. No one else may be chosen."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.tenant.identity import name_forms, named
from licensing.tenant.lists.reading import read_list
from licensing.tenant.matching import Match, match
from licensing.tenant.people import Person
from licensing.tenant.spelling import composed, folded

HERE = Path(__file__).parent / "lists"
DOMAIN = "@contoso.example"


def load(file: Path) -> Mapping[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8").replace("~", DOMAIN))


def _person(name: str, address: str, mail: str, aliases: list[str], number: str) -> Person:
    id_ = f"7d6a1a9e-1111-4000-8000-0000000000{number}"
    return Person(id_, name, address, mail, aliases=tuple(aliases))


PEOPLE = {key: _person(*row) for key, row in load(HERE / "directory.toml")["people"].items()}
LISTS = [
    pytest.param(text, right, id=f"{file.stem}: {said}")
    for file in sorted(HERE.glob("*.toml"))
    for said, text, right in load(file).get("lists", ())
]


def taken(text: str) -> Match:
    pasted = read_list(text)
    return match(pasted, named(pasted.sought, PEOPLE.values()))


def test_there_are_enough_lists() -> None:
    assert len(LISTS) >= 150


@pytest.mark.parametrize(("text", "right"), LISTS)
def test_a_list_names_these_people_and_no_one_else(text: str, right: list[str]) -> None:
    ids = {person.id: key for key, person in PEOPLE.items()}
    assert {ids[person.id] for person in taken(text).people} == set(right)


ADDRESSES = [a for person in PEOPLE.values() for a in person.addresses]
NAMES = [person.name for person in PEOPLE.values()]
WORDS = [word for name in NAMES for word in (*name.split(), name)]
PIECES = st.one_of(
    st.sampled_from(ADDRESSES),
    st.sampled_from(WORDS),
    st.sampled_from([person.id for person in PEOPLE.values()]),
    st.sampled_from([address.partition("@")[0] for address in ADDRESSES]),
    st.sampled_from(
        [
            "Name",
            "E-Mail",
            "UPN",
            "Manager",
            "Department",
            "Vorname",
            "Nachname",
            "Nom",
            "Prénom",
            "id",
            "SMTP:",
            "mailto:",
            "From:",
            "UserPrincipalName",
            "DisplayName",
            "contoso.example",
            "@",
            "Please",
            "and",
            "----",
            "==",
        ]
    ),
    st.text(max_size=6),
)
GLUE = st.sampled_from(
    [
        "\n",
        "\n",
        "\t",
        ";",
        ",",
        ", ",
        "|",
        " ",
        " : ",
        '"',
        "<",
        ">",
        "(",
        ")",
        "'",
        "",
        "/",
        "\u200e",
    ]
)
TEXTS = st.lists(st.tuples(PIECES, GLUE), max_size=14).map(
    lambda parts: "".join(piece + glue for piece, glue in parts)
)


@settings(max_examples=500)
@given(TEXTS)
def test_no_one_is_chosen_who_does_not_stand_in_the_list(text: str) -> None:
    """By one of their addresses, their object id or their whole name, perhaps last name first."""
    stands = folded(text)
    for ref in taken(text).people:
        person = next(one for one in PEOPLE.values() if one.id == ref.id)
        first, _, last = person.name.rpartition(" ")
        names = {person.name, f"{last}, {first}", f"{last},{first}", f"{last} , {first}"}
        words = person.name.split()
        names |= {
            f"{' '.join(words[n:])}{comma}{' '.join(words[:n])}"
            for n in range(1, len(words))
            for comma in (",", ", ", " ,", " , ")
        }
        forms = {*person.addresses, person.id, *names}
        assert any(folded(form) in stands for form in forms), (text, person.name)


@given(TEXTS)
def test_nothing_with_an_address_is_lost_without_a_word(text: str) -> None:
    """Each address of a text is taken, asked about, shown, or in a column that is not used."""
    pasted = read_list(text)
    shown = {folded(one) for one in (*pasted.entries, *pasted.doubtful, *pasted.unclear)}
    if pasted.columns is None:
        for line in composed(text).split("\n"):
            for word in line.split():
                if word in ADDRESSES and "," not in line:
                    assert any(folded(word) in one for one in shown), (text, word)


def test_a_last_name_ahead_is_the_only_other_form_of_a_name() -> None:
    assert name_forms("Vance, Adele") == ("Vance, Adele", "Adele Vance")
    assert name_forms("Adele Vance") == ("Adele Vance",)
    assert name_forms("Vance, Adele, Dr.") == ("Vance, Adele, Dr.",)
    assert name_forms(", Adele") == (", Adele",)
