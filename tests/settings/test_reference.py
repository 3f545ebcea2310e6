"""docs/settings.md names every setting, with its default, and no other."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from settings import Settings
from settings.read import names

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "settings.md"
ROW = re.compile(
    r"^\| `(?P<name>\w+)` \| (?:`(?P<default>[^`]+)` )?\| (?P<text>.+) \|$", re.MULTILINE
)
ROWS = {row["name"]: row for row in ROW.finditer(REFERENCE.read_text(encoding="utf-8"))}
#: Defaults that depend on other settings.
WORKED_OUT = {"sign_in": "delegated", "ediscovery": "asker"}


def default(field: str) -> str:
    value = Settings.model_fields[field].default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None:
        return WORKED_OUT.get(field, "")
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_setting_is_named_and_no_other() -> None:
    assert set(ROWS) == {names(field)[0] for field in Settings.model_fields}


@pytest.mark.parametrize("field", Settings.model_fields)
def test_the_default_and_the_second_name_are_right(field: str) -> None:
    first, *others = names(field)
    assert (ROWS[first]["default"] or "") == default(field)
    for other in others:
        assert f"`{other}`" in ROWS[first]["text"]
