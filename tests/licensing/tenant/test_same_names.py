"""People of one name who stand together are told apart."""

from hypothesis import given
from hypothesis import strategies as st

from licensing.tenant.people import PersonRef
from licensing.tenant.same_names import distinctions, told_apart
from licensing.tenant.spelling import folded

NAMES = st.sampled_from(["Alex Wilber", "alex  wilber", "Zo\u00eb", "Zoe\u0308", "Megan Bowen", ""])


@given(st.dictionaries(st.integers(0, 9), st.tuples(NAMES, st.booleans())))
def test_no_two_people_look_the_same(rows: dict[int, tuple[str, bool]]) -> None:
    people = [
        PersonRef(f"{number:08}-0000", name, f"p{number}@contoso.example" if known else "")
        for number, (name, known) in rows.items()
    ]
    shown = told_apart(people)
    assert len(set(map(folded, shown))) == len(people)
    assert all(text.startswith(one.name) for text, one in zip(shown, people, strict=True))


def test_only_the_same_name_gets_an_address() -> None:
    people = [
        PersonRef("1", "Alex Wilber", "alex@contoso.example"),
        PersonRef("2", "Megan Bowen", "megan@contoso.example"),
        PersonRef("3", "ALEX Wilber", "alex2@contoso.example"),
    ]
    assert told_apart(people) == (
        "Alex Wilber · alex@contoso.example",
        "Megan Bowen",
        "ALEX Wilber · alex2@contoso.example",
    )


def test_the_same_person_twice_is_one_person() -> None:
    alex = PersonRef("1", "Alex Wilber", "alex@contoso.example")
    assert told_apart([alex, alex]) == ("Alex Wilber", "Alex Wilber")


def test_an_address_from_elsewhere_counts_and_the_id_is_the_last_resort() -> None:
    people = [PersonRef("11111111-2222", "Alex", ""), PersonRef("33333333-4444", "Alex", "")]
    assert distinctions(people, {"33333333-4444": "alex@contoso.example"}) == {
        "11111111-2222": "11111111",
        "33333333-4444": "alex@contoso.example",
    }
