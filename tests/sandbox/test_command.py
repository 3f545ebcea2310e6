from pathlib import Path

import pytest

from sandbox.__main__ import main


def test_a_case_that_is_wrong_is_told_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.json"
    case.write_text('{"people": [{"name": "Ann"}]}')
    assert main(["--case", str(case)]) == 2
    assert "people[0].address: a text is expected" in capsys.readouterr().err


@pytest.mark.parametrize("people", ["2", "100001", "many"])
def test_an_organization_has_3_to_100_000_people(people: str) -> None:
    with pytest.raises(SystemExit):
        main(["--people", people])
