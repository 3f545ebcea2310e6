import pytest

from cards.kit.escaping import LONGEST_NAME, plain


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Adele Vance", "Adele Vance"),
        ("  Adele \t\r\n Vance ", "Adele Vance"),
        ("*Adele* <b>", "*Adele* <b>"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("\u05e9\u05dc", "\u2068\u05e9\u05dc\u2069"),
        ("{{TIME(x)}}", "{\u2060{TIME(x)}}"),
        ("a\x00b", "a b"),
        (" \x1b\u202e", "\N{EN DASH}"),
    ],
)
def test_a_name_is_shown_literally_and_alone(name: str, shown: str) -> None:
    assert plain(name) == shown


def test_a_long_name_is_cut_and_says_so() -> None:
    cut = plain("x" * 300)
    assert len(cut) == LONGEST_NAME
    assert cut.endswith("…")
