"""The table of prices, and the three figures that are never added up. The rules are our own."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.plans.savings import Saving, estimate_savings
from licensing.plans.summary import Seats
from licensing.tenant.prices import Price, PriceTableError, parse_prices
from tests.support.people import owned, product

GOOD = """
# What we pay, per license and month.
currency = "EUR"

[prices]
ENTERPRISEPACK = 20.10
spe_e5 = "54.75 USD"
"6fd2c87f-b296-42f0-b197-1e91e994b900" = 19
"""


def test_a_table_is_read_by_part_number_and_by_id() -> None:
    prices = parse_prices(GOOD)
    assert prices.of("x", "EnterprisePack") == Price(Decimal("20.10"), "EUR")
    assert prices.of("x", "SPE_E5") == Price(Decimal("54.75"), "USD")
    assert prices.of("6FD2C87F-b296-42f0-b197-1e91e994b900") == Price(Decimal(19), "EUR")
    assert prices.of("x", "VISIO") is None
    assert parse_prices("").of("x", "SPE_E5") is None
    mine = owned(product("spe_e5"), product("visio"))
    assert prices.of_all(mine) == {"spe_e5": Price(Decimal("54.75"), "USD")}


BAD = [
    ("[prices\nE3 = 1", 1, "Expected"),
    ('currency = "EUR"\n[prices]\nE3 = true', 3, "a number"),
    ('currency = "EUR"\n[prices]\nE3 = -1', 3, "a number"),
    ('currency = "EUR"\n[prices]\nE3 = nan', 3, "a number"),
    ('currency = "EUR"\n[prices]\nE3 = 99999999', 3, "a number"),
    ('currency = "EUR"\n[prices]\nE3 = "twenty EUR"', 3, "a number"),
    ('currency = "EUR"\n[prices]\nE3 = [1]', 3, "a number"),
    ("[prices]\nE3 = 20.10", 2, "needs a currency"),
    ('[prices]\nE3 = "20.10"', 2, "needs a currency"),
    ('[prices]\nE3 = "20.10 euro"', 2, "three capital letters"),
    ('currency = "Euro"', 1, "three capital letters"),
    ("currency = 3", 1, "three capital letters"),
    ("prices = 3", 1, "[prices]"),
    ('currency = "EUR"\n[prices]\nE3 = 1\ne3 = 2', 4, "twice"),
    ("[price]\nE3 = 1", 1, "there is no price in this table"),
]


@pytest.mark.parametrize(("text", "line", "why"), BAD, ids=[text for text, *_ in BAD])
def test_a_table_that_is_wrong_names_the_line(text: str, line: int, why: str) -> None:
    with pytest.raises(PriceTableError, match=f"^line {line}: ") as caught:
        parse_prices(text)
    assert why in str(caught.value)


SEATS = {
    "e3": Seats(freed=10, idle=4, available=3, renews=date(2027, 3, 1)),
    "e5": Seats(freed=2, idle=1, renews=date(2027, 1, 1)),
    "trial": Seats(freed=5, paid=False, renews=date(2026, 12, 1)),
    "free": Seats(freed=7, idle=7),
}
PRICES = {
    "e3": Price(Decimal("20.10"), "EUR"),
    "e5": Price(Decimal("54.75"), "USD"),
    "trial": Price(Decimal(9), "EUR"),
}


def test_the_three_figures_are_three_things_and_currencies_stay_apart() -> None:
    found = estimate_savings(SEATS, PRICES)
    assert found.unused.licenses == 12
    assert found.unused.monthly == {"EUR": Decimal("80.40"), "USD": Decimal("54.75")}
    assert found.unused.unpriced == 7
    assert found.reassignable.licenses == 24
    assert found.reassignable.monthly == {"EUR": Decimal("246.00"), "USD": Decimal("109.50")}
    assert found.reducible.licenses == 19
    assert found.reducible.monthly == {"EUR": Decimal("201.00"), "USD": Decimal("109.50")}
    assert found.renews == date(2027, 1, 1)


SOME = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.integers(0, 1000).flatmap(
        lambda freed: st.builds(Seats, st.just(freed), st.integers(0, freed), paid=st.booleans())
    ),
)
PRICED = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.builds(Price, st.decimals(0, 1000, places=2), st.sampled_from(["EUR", "USD"])),
)


@given(SOME, PRICED)
def test_no_one_is_promised_more_than_what_comes_free(
    seats: Mapping[str, Seats], prices: Mapping[str, Price]
) -> None:
    found = estimate_savings(seats, prices)
    assert found.unused.licenses <= found.reassignable.licenses
    assert found.reducible.licenses <= found.reassignable.licenses
    for figure in Saving:
        worth = found.of(figure)
        assert worth.unpriced <= worth.licenses
        currencies = {prices[p].currency for p in seats if p in prices}
        assert set(worth.monthly) <= currencies
