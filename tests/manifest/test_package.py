"""The app package that an admin uploads to Teams."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from manifest import package

APP = "11111111-2222-4333-8444-555555555555"


def built(folder: Path, url: str = "https://unassign.contoso.example") -> dict[str, Any]:
    target = folder / "build" / "unassign.zip"
    package.build(APP, url, target)
    with ZipFile(target) as file:
        assert sorted(file.namelist()) == ["color.png", "manifest.json", "outline.png"]
        assert file.testzip() is None
        manifest: dict[str, Any] = json.loads(file.read("manifest.json"))
    return manifest


def test_the_package_is_for_one_app_and_one_host(tmp_path: Path) -> None:
    manifest = built(tmp_path)
    assert "${{" not in json.dumps(manifest)
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP
    assert manifest["validDomains"] == ["unassign.contoso.example"]


def test_teams_signs_in_for_the_resource_that_the_registration_exposes(tmp_path: Path) -> None:
    expected = {"id": APP, "resource": f"api://botid-{APP}"}
    assert built(tmp_path)["webApplicationInfo"] == expected


@pytest.mark.parametrize("url", ["https://bot.example/", "https://bot.example/unassign"])
def test_a_domain_is_a_host_alone(tmp_path: Path, url: str) -> None:
    assert built(tmp_path, url)["validDomains"] == ["bot.example"]


def test_it_is_built_from_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNASSIGN_APP_ID", raising=False)
    assert package.main() == 2
    assert "UNASSIGN_APP_ID" in capsys.readouterr().err
    for name, value in {
        "APP_ID": APP,
        "TENANT_ID": APP,
        "APP_PASSWORD": "p",
        "SIGN_IN": "app",
        "PUBLIC_URL": "https://unassign.contoso.example",
    }.items():
        monkeypatch.setenv(f"UNASSIGN_{name}", value)
    assert package.main() == 0
    assert capsys.readouterr().out == "build/unassign-teams.zip\n"
    assert (tmp_path / "build" / "unassign-teams.zip").exists()
