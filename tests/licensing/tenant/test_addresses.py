"""Pasted lists. The forms are those of RFC 5322 mailboxes and of rows copied from a spreadsheet."""

import re
from time import thread_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from licensing.tenant.lists.addresses import MAX_ENTRY_LENGTH
from licensing.tenant.lists.reading import MAX_ENTRIES, read_list

ADELE, MEGAN = "adelev@contoso.example", "meganb@contoso.example"

ONE_PERSON = [
    ("an address alone", ADELE, ADELE),
    ("a name before the address", f"Adele Vance <{ADELE}>", ADELE),
    ("a quoted name with a comma", f'"Vance, Adele" <{ADELE}>', ADELE),
    ("a quoted name with a quoted nickname", f'"Adele \\"Del, V\\" Vance" <{ADELE}>', ADELE),
    ("an address in brackets only", f"<{ADELE}>", ADELE),
    ("blanks inside the brackets", f"Adele < {ADELE} >", ADELE),
    ("a link", f"mailto:{ADELE}", ADELE),
    ("a link, for schemes have no case (RFC 3986, 3.1)", f"Mailto:{ADELE}", ADELE),
    ("a link in brackets", f"Adele <mailto:{ADELE}>", ADELE),
    ("a cell in double quotes", f'"{ADELE}"', ADELE),
    ("a cell in single quotes", f"'{ADELE}'", ADELE),
    ("the end of a sentence", f"{ADELE}.", ADELE),
    ("a byte order mark", f"\ufeff{ADELE}", ADELE),
    ("a no-break space", f"\u00a0{ADELE}\u00a0", ADELE),
    ("a zero-width space", f"\u200b{ADELE}\u200b", ADELE),
    ("a row whose one cell is an address", f"Adele\tVance\t{ADELE}\tSales", ADELE),
    ("a name without address", "  Adele   Vance ", "Adele Vance"),
    ("a quoted name without address", '"Vance, Adele"', "Vance, Adele"),
    ("a name with an apostrophe", "Pat O'Neil", "Pat O'Neil"),
    ("a name with a full stop", "Adele V.", "Adele V."),
    ("a name in another script", "田中 花子", "田中 花子"),
]

TWO_PEOPLE = [
    ("commas", f"{ADELE}, {MEGAN}"),
    ("semicolons", f"{ADELE};{MEGAN};"),
    ("lines", f"{ADELE}\n{MEGAN}\n"),
    ("lines of Windows", f"{ADELE}\r\n{MEGAN}\r\n"),
    ("lines of an old Mac", f"{ADELE}\r{MEGAN}"),
    ("tabs", f"{ADELE}\t{MEGAN}"),
    ("blanks", f"{ADELE} {MEGAN}"),
    ("everything at once", f"\n ,;{ADELE} ,\t; \n\n;{MEGAN},,"),
    ("an unclosed quote", f'"{ADELE}, {MEGAN}'),
    ("an unclosed bracket", f"<{ADELE}, {MEGAN}"),
    ("one pair of quotes around all", f'"{ADELE}, {MEGAN}"'),
    ("one pair of quotes and no blank", f'"{ADELE},{MEGAN}"'),
    ("one pair of quotes and semicolons", f'"{ADELE}; {MEGAN};"'),
    ("one pair of brackets around all", f"<{ADELE}, {MEGAN}>"),
    ("a cell with two lines", f'"{ADELE}\n{MEGAN}"'),
    ("brackets and only a blank", f"<{ADELE}> <{MEGAN}>"),
    ("names, brackets and semicolons", f'"Vance, Adele" <{ADELE}>; Megan Bowen <{MEGAN}>'),
    ("two rows", f"Adele Vance\t{ADELE}\nMegan Bowen\t{MEGAN}"),
]


@pytest.mark.parametrize(
    ("text", "entry"), [row[1:] for row in ONE_PERSON], ids=[row[0] for row in ONE_PERSON]
)
def test_one_person_is_read_from(text: str, entry: str) -> None:
    assert read_list(text).entries == (entry,)


@pytest.mark.parametrize(
    "text", [text for _, text in TWO_PEOPLE], ids=[said for said, _ in TWO_PEOPLE]
)
def test_two_people_are_told_apart_by(text: str) -> None:
    assert read_list(text).entries == (ADELE, MEGAN)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ",;,;", '""', "<>", "mailto:", '" \u200b "'])
def test_nothing_is_read_from_decoration_alone(text: str) -> None:
    assert read_list(text).entries == ()


def test_a_repeated_entry_is_kept_as_first_typed_and_counted() -> None:
    read = read_list(f"{ADELE}\n{ADELE.upper()}\n{MEGAN}\nAdele <{ADELE}>")
    assert read.entries == (ADELE, MEGAN)
    assert read.repeated == 2


def test_names_that_only_fold_alike_stay_two_people() -> None:
    assert read_list("Anna Weiss\nAnna Weiß").entries == ("Anna Weiss", "Anna Weiß")


def test_the_longest_entry_is_taken_and_a_longer_one_is_cut_and_shown() -> None:
    fits, over = "a" * MAX_ENTRY_LENGTH, "b" * (MAX_ENTRY_LENGTH + 1)
    read = read_list(f"{fits}\n{over}\n{ADELE}")
    assert set(read.entries) == {ADELE}
    assert read.doubtful == (fits,)
    assert read.unclear == ("b" * MAX_ENTRY_LENGTH,)


def test_an_address_loses_its_full_stop_and_no_letter() -> None:
    assert read_list("ALEX@CONTOSO.LUX.").entries == ("ALEX@CONTOSO.LUX",)


def test_only_an_address_loses_its_full_stop() -> None:
    assert read_list("Adele Jr.").entries == ("Adele Jr.",)
    assert read_list("jr@contoso.example..").entries == ("jr@contoso.example",)


LETTERS = "abz09_'.ßé-"
LOCAL = st.text(LETTERS, min_size=1, max_size=8).map("a{}z".format)
ADDRESS = st.builds("{}@{}.example".format, LOCAL, st.text("abz", min_size=1, max_size=4))
NAME = st.text("abé' -", max_size=8).map("Name {}".format)
SEPARATOR = st.sampled_from([",", ";", "\t", "\n", "\r\n", ";\n", ",\t", " , ", " ;", "\n \n"])


@st.composite
def decorated(draw: st.DrawFn) -> tuple[str, str]:
    address, name = draw(ADDRESS), draw(NAME)
    forms = [
        address,
        f"<{address}>",
        f"{name} <{address}>",
        f'"{name}, jr" <{address}>',
        f'"{address}"',
        f"mailto:{address}",
        f"{address}.",
    ]
    return address, draw(st.sampled_from(forms))


@given(st.lists(st.tuples(decorated(), SEPARATOR), max_size=12))
def test_no_address_is_lost_whatever_the_separators(
    parts: list[tuple[tuple[str, str], str]],
) -> None:
    read = read_list("".join(form + separator for (_, form), separator in parts))
    addresses = {address for (address, _), _ in parts}
    if read.columns is None:
        assert set(read.entries) == addresses
    else:
        # Rows of one width are a table, and the other columns are told.
        assert set(read.entries) < addresses or not read.columns.ignored


@given(st.lists(ADDRESS, min_size=2, max_size=8), st.text(" ", min_size=1, max_size=3))
def test_no_address_is_lost_between_blanks(addresses: list[str], blanks: str) -> None:
    assert set(read_list(blanks.join(addresses)).entries) == set(addresses)


@given(st.text() | st.text('"\\<>@,;:\t\n\r .ab\u200b\u2028', max_size=60))
def test_no_text_raises_and_each_entry_stands_once(text: str) -> None:
    read = read_list(text)
    assert len({entry.lower() for entry in read.entries}) == len(read.entries)
    assert all(entry and len(entry) <= MAX_ENTRY_LENGTH for entry in read.entries)
    assert read.repeated >= 0


@example("a@a@")
@example("@a\t:\ta@a")
@given(st.text('"\\<>@,;:\t\n\r .ab', max_size=60))
def test_every_word_with_an_at_sign_is_still_there(text: str) -> None:
    read = read_list(text)
    # A word that can't be looked up is shown as unclear, and a table says which columns it ignores.
    shown = " ".join((*read.sought, *read.unclear)).lower()
    for word in re.findall(r"[ab]+@[ab]+", text):
        assert word in shown or (read.columns and read.columns.ignored)


def test_a_column_without_a_heading_beside_those_that_have_one_can_name_the_people() -> None:
    read = read_list("Team:\n;adele@contoso.example\n;joni@contoso.example")
    assert read.entries == ("adele@contoso.example", "joni@contoso.example")


def seconds(text: str, times: int = 3) -> float:
    """The quickest of some readings, in processor time: a busy machine fails no test."""
    taken = []
    for _ in range(times):
        start = thread_time()
        read_list(text)
        taken.append(thread_time() - start)
    return min(taken)


@pytest.mark.parametrize("separator", [",", ";", "\n", "\t", " "])
def test_a_list_of_the_most_entries_is_read_whole_and_in_linear_time(separator: str) -> None:
    short, long = (
        separator.join(f"person{n}@contoso.example" for n in range(size))
        for size in (10_000, MAX_ENTRIES)
    )
    few, start = seconds(short), thread_time()
    pasted = read_list(long)
    many = thread_time() - start
    assert len(pasted.entries) == MAX_ENTRIES
    assert many < 40 * max(few, 0.005), f"{few:.3f} s for 10,000 and {many:.3f} s for 100,000"


@pytest.mark.parametrize(
    "unit", ['"', "<", '\\"', '"\\', "<a@", "a@", "@", "<@", '"a,', '<"', ", ", " ", "mailto:"]
)
@pytest.mark.parametrize("start", ["", '"', "<"])
def test_hostile_text_is_read_in_linear_time(start: str, unit: str) -> None:
    short, long = (seconds(start + unit * size) for size in (1_000, 10_000))
    assert long < 40 * max(short, 0.001), f"{short:.4f} s for 1,000 and {long:.4f} s for 10,000"
