"""Who is meant by a list. The rule is the project's own: one hit is taken, the rest waits."""

from hypothesis import given
from hypothesis import strategies as st

from licensing.tenant.matching import (
    MAX_CANDIDATES,
    Match,
    UnmatchedEntry,
    UnmatchedReason,
    match,
    starts_with,
)
from licensing.tenant.people import Person
from tests.support.people import person

ADELE, MEGAN, OTHER_ADELE = person("adele"), person("megan"), person("adele2", name="Adele")
FOUND = {"adele@": [ADELE], "a.vance@": [ADELE], "megan@": [MEGAN], "Adele": [ADELE, OTHER_ADELE]}


def test_one_hit_is_taken_in_the_order_of_the_list() -> None:
    assert match(["megan@", "adele@"], FOUND) == Match((MEGAN.ref, ADELE.ref))


def test_an_entry_nobody_answers_to_waits() -> None:
    waiting = (UnmatchedEntry("nobody@", UnmatchedReason.UNKNOWN),)
    assert match(["nobody@"], FOUND) == Match((), waiting)
    assert match(["nobody@"], {"nobody@": []}) == Match((), waiting)


def test_an_entry_two_people_answer_to_waits_with_both() -> None:
    waiting = UnmatchedEntry("Adele", UnmatchedReason.AMBIGUOUS, (ADELE.ref, OTHER_ADELE.ref))
    assert match(["Adele", "megan@"], FOUND) == Match((MEGAN.ref,), (waiting,))


def test_one_person_found_twice_is_not_ambiguous() -> None:
    assert match(["adele@"], {"adele@": [ADELE, ADELE]}) == Match((ADELE.ref,))


def test_a_person_under_two_addresses_is_taken_once_and_counted() -> None:
    assert match(["adele@", "a.vance@"], FOUND) == Match((ADELE.ref,), duplicates=1)


def test_whoever_is_there_already_is_only_counted() -> None:
    already = iter([ADELE.ref])
    assert match(["a.vance@", "megan@"], FOUND, already) == Match((MEGAN.ref,), duplicates=1)


def test_only_so_many_candidates_are_offered() -> None:
    many = [person(f"p{n}") for n in range(MAX_CANDIDATES + 1)]
    (problem,) = match(["p"], {"p": many}).problems
    assert problem.candidates == tuple(p.ref for p in many[:MAX_CANDIDATES])


PEOPLE = [person(f"p{n}") for n in range(5)]
SOME = st.lists(st.sampled_from(PEOPLE), max_size=3)


@given(st.lists(st.sampled_from("abcdef")), st.dictionaries(st.sampled_from("abcde"), SOME), SOME)
def test_each_person_is_taken_at_most_once_and_no_entry_is_lost(
    entries: list[str], found: dict[str, list[Person]], before: list[Person]
) -> None:
    already = [one.ref for one in before]
    matched = match(entries, found, already)
    ids = [one.id for one in (*already, *matched.people)]
    assert len(set(ids)) == len({one.id for one in already}) + len(matched.people)
    assert len(matched.people) + len(matched.problems) + matched.duplicates == len(entries)
    for problem in matched.problems:
        hits = {one.id for one in found.get(problem.entry, [])}
        assert len(hits) != 1
        assert (problem.reason is UnmatchedReason.UNKNOWN) == (not hits)
        assert {one.id for one in problem.candidates} == hits


def test_somebody_is_found_by_how_a_word_of_the_name_or_the_address_begins() -> None:
    irvin = person("irvins", name="Irvin Sayers").ref
    for text in ("irv", " SAY", "Irvin S", "irvins@", ""):
        assert starts_with(irvin, text)
    for text in ("rvin", "contoso", "Sayers I"):
        assert not starts_with(irvin, text)
