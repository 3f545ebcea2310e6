"""The report for people and for machines, and the list of permissions in the guide."""

import json
import re
import string
from pathlib import Path

import pytest

from commands.doctor.findings import Check, Code, Finding, Level
from commands.doctor.permissions import APPLICATION, BACKGROUND, DELEGATED, Permission
from commands.doctor.report import as_json, exit_code, page
from commands.doctor.words import WORDS, Words

SETUP = Path(__file__).parents[3] / "docs" / "setup.md"
#: A value for every fact of any finding.
FACTS = {
    name: f"<{name}>"
    for words in WORDS.values()
    for text in (words.says, words.fix)
    for _, name, _, _ in string.Formatter().parse(text)
    if name
}

FAULT = Finding(Check.CREDENTIAL, Code.SECRET_WRONG, {"said": "AADSTS7000215"})
WARNING = Finding(Check.SETTINGS, Code.LINK_KEY_MISSING)
GOOD = Finding(Check.CLOCK, Code.CLOCK_GOOD, {"seconds": "0"})


def test_each_code_has_a_text() -> None:
    assert set(WORDS) == set(Code)


@pytest.mark.parametrize("code", [*Code])
def test_a_fault_or_warning_comes_with_a_fix(code: Code) -> None:
    words = WORDS[code].of(Finding(Check.CLOCK, code, FACTS))
    assert words.says
    if Finding(Check.CLOCK, code).level in {Level.FAULT, Level.WARNING}:
        assert words.fix


@pytest.mark.parametrize("words", WORDS.values())
def test_words_end_as_sentences(words: Words) -> None:
    for text in filter(None, (words.says, words.fix)):
        assert text[-1] in ".}"


def test_the_texts_name_existing_settings() -> None:
    from settings import Settings
    from settings.read import names

    known = {name for field in Settings.model_fields for name in names(field)}
    said = "".join(f"{words.says} {words.fix}" for words in WORDS.values())
    assert set(re.findall(r"UNASSIGN_[A-Z_]+", said)) <= known


def test_the_report_shows_the_fault_its_fix_and_a_summary() -> None:
    text = page([GOOD, FAULT, WARNING])
    lines = text.splitlines()
    assert lines[2].startswith("good      clock         The clock matches")
    assert (
        "FAULT     credential    Entra does not accept the client secret (AADSTS7000215)." in lines
    )
    assert lines[-1] == "1 fault, 1 warning."
    assert max(map(len, lines)) <= 100
    assert page([GOOD]).splitlines()[-1] == "All is well."


def test_the_json_holds_codes() -> None:
    told = json.loads(as_json([GOOD, FAULT]))
    assert told["well"] is False
    assert [one["code"] for one in told["findings"]] == ["clock-good", "secret-wrong"]
    assert told["findings"][1]["check"] == "credential"
    assert told["findings"][1]["level"] == "fault"
    assert "UNASSIGN_APP_PASSWORD" in told["findings"][1]["fix"]


def test_the_exit_code_counts_faults_only() -> None:
    assert exit_code([GOOD, WARNING]) == 0
    assert exit_code([GOOD, WARNING, FAULT]) == 1


@pytest.mark.parametrize(
    ("permissions", "places"),
    [
        ((*DELEGATED, *BACKGROUND), ["## 4. Permissions", "These three may be left out"]),
        (APPLICATION, ["**Application permissions**"]),
    ],
)
def test_the_guide_asks_for_the_same_permissions(
    permissions: tuple[Permission, ...], places: list[str]
) -> None:
    cells = [cell for place in places for cell in first_cells_after(place)]
    named = {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}
    unlisted = {"openid", "profile", "offline_access"}
    assert named - unlisted == {permission.name for permission in permissions}


def first_cells_after(place: str) -> list[str]:
    """The first column of the next table of the guide."""
    table = SETUP.read_text("utf-8").partition(place)[2].partition("\n\n|")[2].partition("\n\n")[0]
    return [line.split("|")[0 if line.startswith(" ") else 1] for line in table.splitlines()[2:]]
