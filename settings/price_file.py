"""The file with the table of prices."""

from pathlib import Path

from licensing.tenant.prices import Prices, PriceTableError, parse_prices
from settings.errors import SettingsError


def read_prices(path: Path) -> Prices:
    """Read it; raises `SettingsError` that names the file and the line."""
    try:
        return parse_prices(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"UNASSIGN_PRICES is wrong. {path} can't be read: {error}.") from None
    except PriceTableError as error:
        raise SettingsError(f"UNASSIGN_PRICES is wrong. {path}, {error}.") from None
