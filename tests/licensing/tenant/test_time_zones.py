from zoneinfo import ZoneInfo

import pytest

from licensing.tenant.time_zones import zone_of


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_of("Asia/Tokyo") == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe"])
def test_a_name_that_nobody_knows_is_utc(name: str) -> None:
    assert zone_of(name) == ZoneInfo("UTC")
