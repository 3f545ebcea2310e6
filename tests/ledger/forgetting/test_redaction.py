"""What goes from a piece of JSON, and what stays."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.operations.redaction import Redaction

SEAN = "5ea00000-0000-4000-8000-000000000001"
OTHER = "07e00000-0000-4000-8000-000000000002"
NAME, ADDRESS = "Sean O'Brien", "sean.o'brien@contoso.example"
PERSON = {"id": SEAN, "name": NAME, "address": ADDRESS}


def redaction(*learned: Any) -> Redaction:
    made = Redaction(SEAN)
    for node in learned or (PERSON,):
        made.learn(node)
    return made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PERSON, {"id": SEAN, "name": SEAN, "address": SEAN}),
        ([[SEAN, NAME, ADDRESS]], [[SEAN, SEAN, SEAN]]),
        ({"from": {"id": "29:1", "aadObjectId": SEAN.upper(), "name": "Sean"}},
         {"from": {"id": "29:1", "aadObjectId": SEAN.upper(), "name": SEAN}}),
        ({"names": [SEAN, "Adele Vance", NAME]}, {"names": [SEAN, "Adele Vance", SEAN]}),
        ({"text": f"**{NAME}** ({ADDRESS.upper()}) loses"}, {"text": f"**{SEAN}** ({SEAN}) loses"}),
        ({"text": "Sean O'Briens and jean.sean.o'brien@contoso.example"},
         {"text": "Sean O'Briens and jean.sean.o'brien@contoso.example"}),
    ],
)  # fmt: skip
def test_the_id_stands_where_the_name_stood(before: Any, after: Any) -> None:
    assert redaction().cleaned(before) == after


def test_someone_else_of_the_same_name_stays() -> None:
    other = {"id": OTHER, "name": NAME, "address": "sean2@contoso.example"}
    node = {"people": [other, PERSON], "references": [[OTHER, NAME, "sean2@contoso.example"]]}
    cleaned = redaction().cleaned(node)
    assert cleaned["people"][0] == other
    assert cleaned["references"] == node["references"]
    assert cleaned["people"][1]["name"] == SEAN


def test_a_single_word_goes_only_where_it_stands_alone() -> None:
    may = redaction({"id": SEAN, "name": "May", "address": ADDRESS})
    node = {"title": "May", "text": "Data is deleted on 3 May 2027."}
    assert may.cleaned(node) == {"title": SEAN, "text": "Data is deleted on 3 May 2027."}


def test_all_that_a_person_was_ever_called_is_learned() -> None:
    married = {"id": SEAN, "name": "Sean Miller", "address": "sean.miller@contoso.example"}
    assert redaction(PERSON, {"deep": [{"er": married}]}).called == {
        NAME, ADDRESS, "Sean Miller", "sean.miller@contoso.example",
    }  # fmt: skip


def test_what_says_nothing_of_the_person_is_the_very_same_object() -> None:
    node = {"id": OTHER, "name": "Adele Vance", "n": 1, "list": [None, True, 2.5]}
    assert redaction().cleaned(node) is node


def test_nothing_is_known_of_someone_who_was_never_named() -> None:
    assert redaction({"actor": SEAN}).called == set()
    assert redaction({"actor": SEAN}).cleaned({"actor": SEAN, "name": NAME}) == {
        "actor": SEAN,
        "name": NAME,
    }


def test_signs_are_found_in_the_json_as_it_is_stored() -> None:
    made = redaction({"id": SEAN, "name": 'Éva "Evi" Nagy', "address": "éva@contoso.example"})
    for name in ('Éva "Evi" Nagy', 'ÉVA "EVI" NAGY', 'éva "evi" nagy'):
        stored = json.dumps({"text": name}).lower()
        assert any(sign.lower() in stored for sign in made.signs())


TEXTS = [NAME, NAME.lower(), ADDRESS, f"to {NAME}.", SEAN, OTHER, "other words", "id", ""]
LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(TEXTS))
IDS = st.sampled_from([SEAN, OTHER, "29:1", None])


def _inside(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    objects = st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("id", "aadObjectId", "person"), IDS),
            **dict.fromkeys(("name", "address", "text", "people"), inner),
        },
    )
    return st.lists(inner, max_size=4) | objects


TREE = st.recursive(LEAF, _inside)


def is_somebody_elses(node: Any) -> bool:
    ids = {"id", "aadObjectId", "person"}
    return isinstance(node, dict) and any(node.get(key) == OTHER for key in ids)


def said(node: Any) -> list[str]:
    """All texts but those of someone else."""
    if isinstance(node, dict):
        kept = {} if is_somebody_elses(node) else node
        return [text for item in kept.values() for text in said(item)]
    if isinstance(node, list):
        return (
            [] if len(node) == 3 and node[0] == OTHER else [t for item in node for t in said(item)]
        )
    return [node] if isinstance(node, str) else []


@given(TREE)
def test_afterwards_no_text_has_the_name_and_a_second_time_changes_nothing(node: Any) -> None:
    before = copy.deepcopy(node)
    made = redaction(PERSON, node)
    cleaned = made.cleaned(node)
    assert node == before
    assert not any(NAME.lower() in text.lower() or ADDRESS in text for text in said(cleaned))
    assert made.cleaned(cleaned) is cleaned
