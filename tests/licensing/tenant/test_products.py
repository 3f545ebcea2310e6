"""Products, their names and the table of names."""

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

import licensing.tenant
from licensing.tenant.catalog import Catalog
from tests.support.people import product

E3 = "6fd2c87f-b296-42f0-b197-1e91e994b900"
TABLE = Path(licensing.tenant.__file__).with_name("products.json").read_text(encoding="utf-8")
NAMES = Catalog.bundled().names


@pytest.mark.parametrize(
    ("total", "assigned", "available"),
    [(25, 14, 11), (25, 25, 0), (0, 14, 0), (0, 0, 0)],
    ids=["some are free", "none is free", "a suspended subscription", "nothing bought"],
)
def test_available_is_never_below_zero(total: int, assigned: int, available: int) -> None:
    assert product("suite", total=total, assigned=assigned).available == available


@pytest.mark.parametrize(
    ("total", "assigned", "full"),
    [(25, 24, False), (25, 25, True), (25, 26, True), (0, 14, False)],
)
def test_a_product_is_full_when_all_that_was_bought_is_assigned(
    total: int, assigned: int, full: bool
) -> None:
    assert product("suite", total=total, assigned=assigned).full == full


def test_a_product_that_says_so_is_free() -> None:
    parts = {one.part for one in Catalog.bundled().products.values() if one.free}
    assert parts >= {
        "FLOW_FREE",
        "POWER_BI_STANDARD",
        "POWERAPPS_DEV",
        "POWERAPPS_VIRAL",
        "RIGHTSMANAGEMENT_ADHOC",
        "TEAMS_EXPLORATORY",
        "WINDOWS_STORE",
    }
    assert not parts & {"SPE_E3", "ENTERPRISEPACK", "FLOW_P2", "POWER_BI_PRO", "VISIOCLIENT"}


def test_a_product_is_for_people_and_enabled_unless_said() -> None:
    made = product("suite")
    assert made.for_people
    assert made.status == "Enabled"
    assert not replace(made, for_people=False).for_people


def test_a_product_is_called_by_microsofts_name_whatever_the_case_of_its_id() -> None:
    catalog = Catalog.parse(TABLE)
    assert catalog.name(E3, "ENTERPRISEPACK") == "Office 365 E3"
    assert catalog.name(E3.upper(), "ENTERPRISEPACK") == "Office 365 E3"


def test_an_unknown_product_is_called_by_its_part_number_and_else_by_its_id() -> None:
    catalog = Catalog({})
    assert catalog.name("new", "NEW_PRODUCT") == "NEW_PRODUCT"
    assert catalog.name("new", "") == "new"


def test_the_table_names_its_source() -> None:
    assert "CC BY 4.0" in json.loads(TABLE)["source"]


def test_the_table_is_keyed_by_guids_in_lower_case() -> None:
    guid = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    assert len(NAMES) == 619
    assert all(guid.fullmatch(key) for key in NAMES)


def test_every_name_can_be_read_without_odd_blanks_or_broken_letters() -> None:
    for name in NAMES.values():
        assert name, "empty"
        assert name == " ".join(name.split(" ")) == name.strip(), name
        assert "  " not in name, name
        assert "\ufffd" not in name, name
        odd = [c for c in name if unicodedata.category(c)[0] == "C" or c in "\u00a0\u200b\ufeff"]
        assert not odd, name
