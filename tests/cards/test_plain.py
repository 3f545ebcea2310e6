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


@pytest.mark.parametrize("name", ["", "Adele Vance · "])
@pytest.mark.parametrize("limit", [LONGEST_NAME, 40, 20, 12])
def test_a_long_address_keeps_its_domain(name: str, limit: int) -> None:
    cut = plain(f"{name}adele.{'long.' * 30}vance@contoso.example", limit)
    assert cut.endswith("…@contoso.example")
    assert len(cut) <= max(limit, len("A…@contoso.example"))


def test_of_a_very_long_domain_the_end_is_shown() -> None:
    cut = plain(f"adele@{'sub.' * 60}contoso.example")
    assert cut.endswith(".contoso.example")
    assert len(cut) <= LONGEST_NAME
