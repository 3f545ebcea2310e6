"""One version, wherever it is named."""

import re
import tomllib
from pathlib import Path

from settings.version import TEAMS_VERSION, VERSION

ROOT = Path(__file__).parents[2]


def test_the_wheel_has_the_version_of_the_code() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    source = project["tool"]["hatch"]["version"]
    found = re.search(source["pattern"], (ROOT / source["path"]).read_text("utf-8"), re.MULTILINE)
    assert found
    assert found["version"] == VERSION


def test_teams_gets_three_numbers() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", TEAMS_VERSION)
    assert VERSION.startswith(TEAMS_VERSION)
