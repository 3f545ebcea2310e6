"""The app package that an admin uploads to Teams."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any
from zipfile import ZipFile

import pytest

from cards.words.catalog import Language
from cards.words.languages import ENGLISH, Languages
from manifest import package

APP = "11111111-2222-4333-8444-555555555555"
URL = "https://unassign.contoso.example"


#: A listing in another language.
ESPERANTO = "Reprenu permesilojn sen perdi retpoŝton."


def listed_in(folder: Path, locale: str, tag: str) -> Language:
    """Make another language, with its own listing."""
    copytree(ENGLISH.root / ENGLISH.folder, folder / tag)
    listing = folder / tag / "app_listing.json"
    content = json.loads(listing.read_text()) | {"short_description": ESPERANTO}
    listing.write_text(json.dumps(content))
    return Language(tag, locale, tag, folder)


def built(folder: Path, url: str = URL, **options: bool) -> tuple[dict[str, Any], dict[str, bytes]]:
    target = folder / "build" / "unassign.zip"
    package.build(APP, url, target, **options)
    with ZipFile(target) as file:
        assert file.testzip() is None
        files = {name: file.read(name) for name in file.namelist()}
    manifest: dict[str, Any] = json.loads(files.pop("manifest.json"))
    return manifest, files


def test_the_package_is_for_one_app_and_one_host(tmp_path: Path) -> None:
    manifest, files = built(tmp_path)
    assert set(files) == {"color.png", "outline.png", *package.language_files()}
    assert "${{" not in json.dumps(manifest)
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP
    assert manifest["validDomains"] == ["unassign.contoso.example"]


def test_teams_signs_in_for_the_resource_that_the_registration_exposes(tmp_path: Path) -> None:
    expected = {"id": APP, "resource": f"api://botid-{APP}"}
    assert built(tmp_path)[0]["webApplicationInfo"] == expected


def test_teams_asks_for_no_token_where_no_one_signs_in(tmp_path: Path) -> None:
    assert "webApplicationInfo" not in built(tmp_path, people_sign_in=False)[0]


def test_nothing_is_asked_of_a_team_or_a_chat(tmp_path: Path) -> None:
    assert "authorization" not in built(tmp_path)[0]


@pytest.mark.parametrize("url", ["https://bot.example/", "https://bot.example/unassign"])
def test_a_domain_is_a_host_alone(tmp_path: Path, url: str) -> None:
    assert built(tmp_path, url)[0]["validDomains"] == ["bot.example"]


@pytest.mark.parametrize("url", ["https://10.0.0.4", "https://bot.example:8443", "https://bot"])
def test_a_host_that_teams_does_not_open_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(package.PackageError, match="public host name"):
        built(tmp_path, url)
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    ("locale", "tag", "known_to_teams"),
    [("eo", "eo", "eo"), ("zh_Hans_CN", "zh-Hans", "zh-cn"), ("pt_BR", "pt-BR", "pt-br")],
)
def test_each_further_language_gets_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, tag: str, known_to_teams: str
) -> None:
    languages = Languages(existing=(ENGLISH, listed_in(tmp_path, locale, tag)))
    monkeypatch.setattr(package, "Languages", lambda: languages)
    manifest, files = built(tmp_path)
    info = manifest["localizationInfo"]
    file = f"languages/{known_to_teams}.json"
    assert info["defaultLanguageTag"] == "en"
    assert info["additionalLanguages"] == [{"languageTag": known_to_teams, "file": file}]
    assert json.loads(files[file])["description.short"] == ESPERANTO


def test_the_template_of_the_toolkit_says_the_same(tmp_path: Path) -> None:
    package.write_template(tmp_path)
    written = {file.relative_to(tmp_path) for file in tmp_path.rglob("*.json")}
    named = json.loads(package.template())["localizationInfo"]["additionalLanguages"]
    assert written == {Path("manifest.json"), *(Path(language["file"]) for language in named)}
    for file in written:
        assert (package.HERE / file).read_text("utf-8") == (tmp_path / file).read_text("utf-8"), (
            "renew it with: python -m manifest.package --template"
        )


def test_it_is_built_from_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["package"])
    monkeypatch.delenv("UNASSIGN_APP_ID", raising=False)
    assert package.main() == 2
    assert "UNASSIGN_APP_ID" in capsys.readouterr().err
    for name, value in {
        "APP_ID": APP,
        "TENANT_ID": APP,
        "APP_PASSWORD": "p",
        "SIGN_IN": "app",
        "PUBLIC_URL": URL,
    }.items():
        monkeypatch.setenv(f"UNASSIGN_{name}", value)
    assert package.main() == 0
    assert capsys.readouterr().out == "build/unassign-teams.zip\n"
    assert (tmp_path / "build" / "unassign-teams.zip").exists()
    monkeypatch.setenv("UNASSIGN_PUBLIC_URL", "https://10.0.0.4")
    assert package.main() == 2
    assert "10.0.0.4" in capsys.readouterr().err
