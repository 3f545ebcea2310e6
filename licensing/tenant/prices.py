"""What licenses cost, as far as someone wrote it down: a small table in TOML.

currency = "EUR"
[prices]
ENTERPRISEPACK = 20.10          # a part number or a skuId; per license and month
SPE_E5 = "54.75 USD"            # another currency
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from licensing.tenant.products import Product

#: No license costs more than that in a month, in any currency.
_MOST: Final = Decimal(10_000_000)
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


class PriceTableError(ValueError):
    """The table of prices can't be used."""

    def __init__(self, line: int | None, why: str) -> None:
        self.line = line
        super().__init__(f"line {line}: {why}" if line else why)


@dataclass(frozen=True, slots=True)
class Price:
    """What one license costs in a month."""

    amount: Decimal
    #: Three letters (ISO 4217).
    currency: str


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by part number or skuId, in capitals."""

    by_name: Mapping[str, Price] = field(default_factory=dict)

    def of(self, product: str, part: str = "") -> Price | None:
        """The price of a product, by id or part number."""
        return self.by_name.get(product.upper()) or self.by_name.get(part.upper())

    def of_all(self, products: Mapping[str, Product]) -> dict[str, Price]:
        """The prices that are known of these products, by id."""
        found = {id_: self.of(id_, product.part) for id_, product in products.items()}
        return {id_: price for id_, price in found.items() if price}


def parse_prices(text: str) -> Prices:
    """Read the table; raises `PriceTableError` with the line, which counts from 1."""
    try:
        # Amounts as they are written: no fraction of a cent comes or goes.
        body = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        raise PriceTableError(int(place[1]) if place else None, str(error)) from None
    unknown = sorted(set(body) - {"currency", "prices"})
    if unknown:
        raise PriceTableError(_line(text, unknown[0]), f"there is no {unknown[0]} in this table")
    currency = body.get("currency", "")
    if currency and not (isinstance(currency, str) and _CURRENCY.fullmatch(currency)):
        raise PriceTableError(_line(text, "currency"), "a currency is three capital letters")
    rows = body.get("prices", {})
    if not isinstance(rows, dict):
        raise PriceTableError(_line(text, "prices"), "prices must be a table of its own: [prices]")
    found: dict[str, Price] = {}
    for name, value in rows.items():
        line = _line(text, name)
        if name.upper() in found:
            raise PriceTableError(line, f"{name} is there twice")
        found[name.upper()] = _price(value, currency, line)
    return Prices(found)


def _price(value: Any, currency: str, line: int | None) -> Price:
    amount: Decimal | None = None
    if isinstance(value, str):
        said, _, currency = value.strip().partition(" ")
        amount = _decimal(said)
        currency = currency.strip()
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        amount = Decimal(value)
    if amount is None or not amount.is_finite() or not 0 <= amount <= _MOST:
        raise PriceTableError(line, 'a price is a number, or "20.10 EUR"')
    if not currency:
        raise PriceTableError(line, 'a price needs a currency: currency = "EUR" at the top')
    if not _CURRENCY.fullmatch(currency):
        raise PriceTableError(line, "a currency is three capital letters")
    return Price(amount, currency)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _line(text: str, key: str) -> int | None:
    """Return the line of a key; None if it is unknown."""
    pattern = re.compile(rf"""^\s*(\[?\s*|["'])?{re.escape(key)}\b""")
    lines = (number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line))
    return next(lines, None)
