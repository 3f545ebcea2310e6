import hashlib
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from licensing.journal import (
    GENESIS_HASH,
    Break,
    Chain,
    Entry,
    EntryKind,
    Fault,
    Head,
    Note,
    canonical,
    next_entry,
    verify,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TENANT = "tenant"

ids = st.text(max_size=8)
whats = st.dictionaries(ids, st.one_of(st.integers(), ids, st.lists(ids, max_size=2)), max_size=3)
notes = st.builds(
    Note,
    kind=st.sampled_from(EntryKind),
    actor=ids,
    acting_as=st.sampled_from(["person", "app"]),
    subject=st.none() | ids,
    run=st.none() | ids,
    plan_hash=st.none() | ids,
    what=whats,
    answer=ids,
    request_id=ids,
)
chains = st.lists(notes, min_size=1, max_size=6)


def chain_of(notes: list[Note], tenant: str = TENANT) -> tuple[list[Entry], Head]:
    head, entries = Head(), []
    for place, note in enumerate(notes):
        entry = next_entry(head, tenant, NOW + timedelta(seconds=place), note, f"click-{place}")
        head = Head(entry.number, entry.hash)
        entries.append(entry)
    return entries, head


@given(chains)
def test_an_untouched_chain_is_whole(notes: list[Note]) -> None:
    entries, head = chain_of(notes)
    assert verify(entries, TENANT, head) is None
    assert [entry.number for entry in entries] == [*range(1, len(notes) + 1)]


def test_an_empty_chain_is_whole() -> None:
    assert verify([], TENANT, Head()) is None


@given(chains, st.data())
def test_any_change_of_any_field_is_found_where_it_is(notes: list[Note], data: Any) -> None:
    entries, head = chain_of(notes)
    place = data.draw(st.integers(0, len(entries) - 1))
    old = entries[place]
    of_note = {
        "kind": ids,
        "actor": ids,
        "acting_as": ids,
        "subject": st.none() | ids,
        "run": st.none() | ids,
        "plan_hash": st.none() | ids,
        "what": whats,
        "answer": ids,
        "request_id": ids,
    }
    of_entry = {
        "tenant": ids,
        "number": st.integers(),
        "at": st.datetimes(timezones=st.just(UTC)),
        "correlation": ids,
        "previous": ids,
        "hash": ids,
    }
    name = data.draw(st.sampled_from([*of_note, *of_entry]))
    value = data.draw((of_note | of_entry)[name])
    if name in of_note:
        new = replace(old, note=replace(old.note, **{name: value}))
    else:
        new = replace(old, **{name: value})
    assume(new != old)
    entries[place] = new
    broken = verify(entries, TENANT, head)
    assert broken is not None
    assert broken.number == place + 1


@given(chains, st.data())
def test_any_deletion_is_found_also_at_the_end(notes: list[Note], data: Any) -> None:
    entries, head = chain_of(notes)
    place = data.draw(st.integers(0, len(entries) - 1))
    del entries[place]
    last = place == len(entries)
    assert verify(entries, TENANT, head) == Break(place + 1, Fault.END if last else Fault.NUMBER)


@given(st.lists(notes, min_size=2, max_size=6), st.data())
def test_any_swap_is_found_with_or_without_new_numbers(notes: list[Note], data: Any) -> None:
    entries, head = chain_of(notes)
    first = data.draw(st.integers(0, len(entries) - 2))
    second = data.draw(st.integers(first + 1, len(entries) - 1))
    swapped = [*entries]
    swapped[first], swapped[second] = entries[second], entries[first]
    assert verify(swapped, TENANT, head) == Break(first + 1, Fault.NUMBER)
    renumbered = [replace(entry, number=place + 1) for place, entry in enumerate(swapped)]
    assert verify(renumbered, TENANT, head) == Break(first + 1, Fault.PREVIOUS)


@given(chains, notes, st.data())
def test_any_insertion_is_found_however_well_it_is_made(
    notes: list[Note], forged: Note, data: Any
) -> None:
    entries, head = chain_of(notes)
    place = data.draw(st.integers(0, len(entries)))
    before = Head(entries[place - 1].number, entries[place - 1].hash) if place else Head()
    entries.insert(place, next_entry(before, TENANT, NOW, forged))
    assert verify(entries, TENANT, head) is not None


@given(chains, notes)
def test_a_rewritten_end_is_found_by_the_head(notes: list[Note], forged: Note) -> None:
    entries, head = chain_of(notes)
    rewritten, _ = chain_of([*notes[:-1], forged])
    assume(rewritten[-1] != entries[-1])
    assert verify(rewritten, TENANT) is None
    assert verify(rewritten, TENANT, head) == Break(len(notes) + 1, Fault.END)


def test_an_entry_of_another_tenant_is_found() -> None:
    entries, _ = chain_of([Note(EntryKind.SIGNED_IN, "alex")], "elsewhere")
    assert Chain(TENANT).follow(entries[0]) == Break(1, Fault.TENANT)


def test_the_canonical_form_and_the_hash_are_what_the_documents_say() -> None:
    at = NOW.astimezone(timezone(timedelta(hours=1)))
    note = Note(EntryKind.SIGNED_IN, "alex", what={"b": 1, "a": "é"})
    entry = next_entry(Head(), TENANT, at, note, "click")
    assert canonical(entry) == (
        '{"acting_as":"person","actor":"alex","answer":"","at":"2026-11-24T09:30:00.000000+00:00",'
        '"correlation_id":"click","kind":"signed_in","number":1,"plan_hash":null,"request_id":"",'
        '"run":null,"subject":null,"tenant":"tenant","what":{"a":"\\u00e9","b":1}}'
    )
    assert entry.hash == hashlib.sha256((GENESIS_HASH + canonical(entry)).encode()).hexdigest()
    assert json.loads(canonical(entry))["what"] == {"a": "é", "b": 1}


@given(chains)
def test_what_was_rewritten_and_sealed_wrongly_is_called_changed(notes: list[Note]) -> None:
    entries, _ = chain_of(notes)
    entries[-1] = replace(entries[-1], hash="0" * 64)
    assert verify(entries, TENANT) == Break(len(entries), Fault.CHANGED)


def test_no_click_leaves_no_id() -> None:
    assert next_entry(Head(), TENANT, NOW, Note("signed_in", "alex")).correlation == ""


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_the_hash_does_not_depend_on_where_the_machine_stands(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = Note("signed_in", "alex")
    here = next_entry(Head(), TENANT, NOW, note)
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert next_entry(Head(), TENANT, NOW, note) == here
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_is_no_number_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        next_entry(Head(), TENANT, NOW, Note("signed_in", "alex", what={"n": float("nan")}))
