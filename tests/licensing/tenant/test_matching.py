"""Who is meant by a list. The rule is the project's own: one hit is taken, the rest waits."""

from hypothesis import given
from hypothesis import strategies as st

from licensing.tenant.lists.reading import Pasted
from licensing.tenant.matching import (
    MAX_CANDIDATES,
    Match,
    UnmatchedEntry,
    UnmatchedReason,
    match,
    prefix_match,
)
from licensing.tenant.people import Person
from tests.support.people import person

ADELE, MEGAN, OTHER_ADELE = person("adele"), person("megan"), person("adele2", name="Adele")
FOUND = {"adele@": [ADELE], "a.vance@": [ADELE], "megan@": [MEGAN], "Adele": [ADELE, OTHER_ADELE]}


def test_one_hit_is_taken_in_the_order_of_the_list() -> None:
    assert match(
        Pasted(
            (
                "megan@",
                "adele@",
            )
        ),
        FOUND,
    ) == Match((MEGAN.ref, ADELE.ref))


def test_an_entry_no_one_answers_to_waits() -> None:
    waiting = (UnmatchedEntry("nobody@", UnmatchedReason.UNKNOWN),)
    assert match(Pasted(("nobody@",)), FOUND) == Match((), waiting)
    assert match(Pasted(("nobody@",)), {"nobody@": []}) == Match((), waiting)


def test_an_entry_two_people_answer_to_waits_with_both() -> None:
    waiting = UnmatchedEntry("Adele", UnmatchedReason.AMBIGUOUS, (ADELE.ref, OTHER_ADELE.ref))
    assert match(
        Pasted(
            (
                "Adele",
                "megan@",
            )
        ),
        FOUND,
    ) == Match((MEGAN.ref,), (waiting,))


def test_one_person_found_twice_is_not_ambiguous() -> None:
    assert match(Pasted(("adele@",)), {"adele@": [ADELE, ADELE]}) == Match((ADELE.ref,))


def test_a_person_under_two_addresses_is_taken_once_and_counted() -> None:
    assert match(
        Pasted(
            (
                "adele@",
                "a.vance@",
            )
        ),
        FOUND,
    ) == Match((ADELE.ref,), duplicates=1)


def test_anyone_who_is_there_already_is_only_counted() -> None:
    already = iter([ADELE.ref])
    assert match(
        Pasted(
            (
                "a.vance@",
                "megan@",
            )
        ),
        FOUND,
        already,
    ) == Match((MEGAN.ref,), duplicates=1)


def test_only_so_many_candidates_are_offered() -> None:
    many = [person(f"p{n}") for n in range(MAX_CANDIDATES + 1)]
    (problem,) = match(Pasted(("p",)), {"p": many}).problems
    assert problem.candidates == tuple(p.ref for p in many[:MAX_CANDIDATES])


PEOPLE = [person(f"p{n}") for n in range(5)]
SOME = st.lists(st.sampled_from(PEOPLE), max_size=3)


@given(st.lists(st.sampled_from("abcdef")), st.dictionaries(st.sampled_from("abcde"), SOME), SOME)
def test_each_person_is_taken_at_most_once_and_no_entry_is_lost(
    entries: list[str], found: dict[str, list[Person]], before: list[Person]
) -> None:
    already = [one.ref for one in before]
    matched = match(Pasted(tuple(entries)), found, already)
    ids = [one.id for one in (*already, *matched.people)]
    assert len(set(ids)) == len({one.id for one in already}) + len(matched.people)
    assert len(matched.people) + len(matched.problems) + matched.duplicates == len(entries)
    for problem in matched.problems:
        hits = {one.id for one in found.get(problem.entry, [])}
        assert len(hits) != 1
        assert (problem.reason is UnmatchedReason.UNKNOWN) == (not hits)
        assert {one.id for one in problem.candidates} == hits


def test_someone_is_found_by_how_a_word_of_the_name_or_the_address_begins() -> None:
    irvin = person("irvins", name="Irvin Sayers").ref
    for text in ("irv", " SAY", "Irvin S", "irvins@", ""):
        assert prefix_match(text)(irvin)
    for text in ("rvin", "contoso", "Sayers I"):
        assert not prefix_match(text)(irvin)


def test_a_doubtful_entry_is_asked_about_and_never_taken() -> None:
    found = {"Sales": [MEGAN], "Adele": [ADELE, OTHER_ADELE]}
    matched = match(Pasted(doubtful=("Sales", "Adele", "Office")), found)
    assert not matched.people
    assert matched.problems == (
        UnmatchedEntry("Sales", UnmatchedReason.DOUBTFUL, (MEGAN.ref,)),
        UnmatchedEntry("Adele", UnmatchedReason.AMBIGUOUS, (ADELE.ref, OTHER_ADELE.ref)),
        UnmatchedEntry("Office", UnmatchedReason.UNKNOWN),
    )


def test_what_stands_beside_an_address_is_asked_about_where_it_names_someone_else() -> None:
    found = {"megan@": [MEGAN], "Megan": [MEGAN], "Adele": [ADELE]}
    beside = ("Megan", "Adele", "thanks", "Jhon Sherman")
    matched = match(Pasted(("megan@",), asides=beside), found)
    assert matched.people == (MEGAN.ref,)
    assert matched.problems == (
        UnmatchedEntry("Adele", UnmatchedReason.DOUBTFUL, (ADELE.ref,)),
        UnmatchedEntry("Jhon Sherman", UnmatchedReason.UNKNOWN),
    )


def test_the_beginning_of_a_name_is_found_however_it_is_spelled() -> None:
    jose = person("josep", name="José Peña").ref
    for text in ("Jose\u0301", "pen\u0303", "\u200eJOS\u00c9"):
        assert prefix_match(text)(jose)
