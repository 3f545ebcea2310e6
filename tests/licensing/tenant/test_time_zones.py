from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from licensing.tenant.time_zones import is_offset, is_zone, offset_of, zone_of


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_of("Asia/Tokyo") == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe"])
def test_a_name_that_no_one_knows_is_utc(name: str) -> None:
    assert zone_of(name) == ZoneInfo("UTC")


def test_an_offset_is_a_zone_where_no_name_is_known() -> None:
    for moment, name in (
        ("2026-12-01T10:51:02.131+14:00", "UTC+14:00"),
        ("2026-12-01T10:51:02-0330", "UTC-03:30"),
    ):
        assert offset_of(moment) == name
        assert is_offset(name)
    assert zone_of("UTC+14:00").utcoffset(None) == timedelta(hours=14)
    assert zone_of("UTC-03:30").utcoffset(None) == -timedelta(hours=3, minutes=30)


@pytest.mark.parametrize("moment", ["", "2026-12-01", "2026-12-01T10:51:02Z", "x" * 50 + "+14:00"])
def test_a_time_without_an_offset_tells_no_zone(moment: str) -> None:
    assert offset_of(moment) == ""


def test_only_real_names_are_zones() -> None:
    assert is_zone("Europe/Paris")
    assert not is_zone("W. Europe Standard Time")
    assert not is_zone("")
