"""The file with the price table."""

from pathlib import Path

from licensing.tenant.prices import Prices, PriceTableError, parse_prices
from settings.errors import SettingsError


def read_prices(path: Path) -> Prices:
    """Read the table. Raises `SettingsError`, which names the file and the line."""
    try:
        return parse_prices(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"UNASSIGN_PRICES is wrong. {path} can't be read: {error}.") from None
    except PriceTableError as error:
        raise SettingsError(f"UNASSIGN_PRICES is wrong. {path}, {error}.") from None
