"""The project files of Microsoft's Agents Toolkit: its own schema, and that all fits together."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.sign_in.oauth_card import SignInLinks
from commands.doctor.permissions import DELEGATED
from deploy.toolkit import keys
from manifest.package import HERE, TEMPLATE
from settings import Settings
from settings.read import names

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((Path(__file__).parent / "schema" / "m365agents.schema.json").read_text())
PROJECTS: dict[str, Any] = {
    "dev": yaml.safe_load((ROOT / "m365agents.yml").read_text("utf-8")),
    "local": yaml.safe_load((ROOT / "m365agents.local.yml").read_text("utf-8")),
}
STAGES = ("provision", "deploy", "publish")
BICEP = (ROOT / "deploy" / "azure" / "main.bicep").read_text("utf-8")
PARAMETERS = json.loads((ROOT / "deploy" / "toolkit" / "azure.parameters.json").read_text("utf-8"))
ENTRA: dict[str, Any] = json.loads((HERE / "aad.manifest.json").read_text("utf-8"))
SETUP = (ROOT / "docs" / "setup.md").read_text("utf-8")
#: Set by the Toolkit itself.
BUILT_IN = {"TEAMSFX_ENV", "AAD_APP_ACCESS_AS_USER_PERMISSION_ID"}
#: The Toolkit's own list of permissions lacks it. The id:
#: https://learn.microsoft.com/graph/permissions-reference#licenseassignmentreadall
LICENSES_READ = "f395577a-0960-456b-979f-7228de0c5996"
SIGN_IN = {"openid", "profile", "offline_access"}


def steps(project: Any) -> list[Any]:
    return [step for stage in STAGES for step in project.get(stage, [])]


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\$\{\{(\w+)\}\}", text))


def said(environment: str) -> set[str]:
    text = (ROOT / "deploy" / "toolkit" / "env" / f".env.{environment}").read_text("utf-8")
    return set(re.findall(r"^(\w+)=", text, re.MULTILINE)) | set(keys.KEYS)


@pytest.mark.parametrize("environment", PROJECTS)
def test_microsofts_schema_takes_it(environment: str) -> None:
    assert [
        error.message for error in Draft7Validator(SCHEMA).iter_errors(PROJECTS[environment])
    ] == []


def test_the_schema_sees_a_step_that_does_not_exist() -> None:
    wrong = {"version": "v1.13", "provision": [{"uses": "teamsApp/invent", "with": {}}]}
    assert list(Draft7Validator(SCHEMA).iter_errors(wrong))


@pytest.mark.parametrize("environment", PROJECTS)
def test_each_value_is_said_or_made_before_it_is_used(environment: str) -> None:
    known = said(environment) | BUILT_IN
    for step in steps(PROJECTS[environment]):
        used = placeholders(json.dumps(step))
        for file in (step["with"].get("manifestPath"), *map(_parameters, _templates(step))):
            used |= placeholders((ROOT / file).read_text("utf-8")) if file else set()
        assert used <= known, step
        known |= set(step.get("writeToEnvironmentFile", {}).values())
        if step["uses"] == "arm/deploy":
            known |= set(re.findall(r"^output (\w+)", BICEP, re.MULTILINE))


def _templates(step: Any) -> list[Any]:
    return list(step["with"].get("templates", []))


def _parameters(template: Any) -> str:
    return str(template["parameters"])


@pytest.mark.parametrize("environment", PROJECTS)
def test_files_that_are_named_are_there(environment: str) -> None:
    project = PROJECTS[environment]
    assert (ROOT / project["environmentFolderPath"] / f".env.{environment}").exists()
    for step in steps(project):
        made_of = [step["with"].get("manifestPath"), *(t["path"] for t in _templates(step))]
        assert all((ROOT / file).exists() for file in made_of if file)
    icons = json.loads(TEMPLATE.read_text("utf-8"))["icons"].values()
    assert all((HERE / icon).exists() for icon in icons)


def test_the_template_gets_what_it_asks_for_and_nothing_else() -> None:
    asked = re.findall(r"^param (\w+) \w+( =)?", BICEP, re.MULTILINE)
    given = set(PARAMETERS["parameters"])
    assert {name for name, default in asked if not default} <= given
    assert given <= {name for name, _ in asked}


def test_the_registration_asks_for_what_the_bot_needs() -> None:
    (graph,) = ENTRA["requiredResourceAccess"]
    names = {LICENSES_READ: "LicenseAssignment.Read.All"}
    asked = {(names.get(a["id"], a["id"]), a["type"]) for a in graph["resourceAccess"]}
    delegated = {permission.name for permission in DELEGATED} | SIGN_IN
    # Delegated ones only: a Cloud Application Administrator may not consent to app roles of Graph.
    assert asked == {(name, "Scope") for name in delegated}


def test_entra_tells_when_someone_signed_in() -> None:
    assert {"name": "auth_time", "essential": False} in ENTRA["optionalClaims"]["idToken"]
    assert "`auth_time`" in SETUP


def test_the_compiler_is_fetched_and_not_expected_in_the_path() -> None:
    deployments = [step for step in steps(PROJECTS["dev"]) if step["uses"] == "arm/deploy"]
    assert len(deployments) == 2
    for step in deployments:
        assert re.fullmatch(r"v\d+\.\d+\.\d+", step["with"]["bicepCliVersion"])


def test_a_value_that_the_toolkit_would_not_replace_is_not_empty() -> None:
    # expandEnvironmentVariable of @microsoft/teamsfx-core 3.1.3 leaves a placeholder of an empty
    # value as it is, except APP_NAME_SUFFIX.
    text = (ROOT / "deploy" / "toolkit" / "env" / ".env.dev").read_text("utf-8")
    optional = {"POLICY", "PRICES"}
    assert optional <= placeholders(json.dumps(PARAMETERS))
    for name in optional:
        assert re.search(rf"^{name}=none$", text, re.MULTILINE)


def test_settings_of_the_template_exist() -> None:
    known = {name for field in Settings.model_fields for name in names(field)}
    chosen = PARAMETERS["parameters"]["settings"]["value"]
    assert set(chosen) <= known
    assert set(chosen) >= {"UNASSIGN_CLOUD", "UNASSIGN_EDISCOVERY"}


def test_each_password_has_the_kinds_of_characters_that_azure_wants() -> None:
    for _ in range(1000):
        password = keys.KEYS["SECRET_DATABASE_PASSWORD"]()
        assert 8 <= len(password) <= 128
        for kind in ("[A-Z]", "[a-z]", "[0-9]"):
            assert re.search(kind, password)
        assert password.isalnum()
        assert password.isascii()


def test_the_registration_is_that_of_the_guide() -> None:
    links = SignInLinks("${{BOT_ID}}", "https://${{BOT_DOMAIN}}")
    assert ENTRA["web"]["redirectUris"] == [links.back_to]
    assert ENTRA["identifierUris"] == [links.resource]
    (scope,) = ENTRA["api"]["oauth2PermissionScopes"]
    trusted = [client["appId"] for client in ENTRA["api"]["preAuthorizedApplications"]]
    for text in (scope["value"], scope["adminConsentDisplayName"], *trusted):
        assert f"`{text}`" in SETUP or f"“{text}”" in SETUP
    assert ENTRA["api"]["requestedAccessTokenVersion"] == 2


def test_the_bot_on_this_machine_gets_settings_that_exist() -> None:
    (step,) = PROJECTS["local"]["deploy"]
    known = {name for field in Settings.model_fields for name in names(field)}
    assert set(step["with"]["envs"]) <= known


def test_visual_studio_code_finds_each_task_that_it_is_to_run() -> None:
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]
    launch = json.loads((ROOT / ".vscode" / "launch.json").read_text("utf-8"))
    labels = {task["label"] for task in tasks}
    assert {name for task in tasks for name in task.get("dependsOn", [])} <= labels
    started = {configuration["name"] for configuration in launch["configurations"]}
    for compound in launch["compounds"]:
        assert set(compound["configurations"]) <= started
        assert compound["preLaunchTask"] in labels
    envs = [c["envFile"] for c in launch["configurations"] if "envFile" in c]
    assert envs == ["${workspaceFolder}/build/local.env"]


def test_keys_are_made_once_for_their_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keys, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.argv", ["keys", "dev"])
    assert keys.main() == 2
    (tmp_path / ".env.dev").touch()
    file = tmp_path / ".env.dev.user"
    file.write_text("SECRET_LINK_KEY=kept")
    assert keys.main() == 0
    made = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert set(made) == set(keys.KEYS)
    assert made["SECRET_LINK_KEY"] == "kept"
    assert not any(value in capsys.readouterr().out for value in made.values())
    before = file.read_text()
    assert keys.main() == 0
    assert file.read_text() == before
    (tmp_path / ".env.local").touch()
    monkeypatch.setattr("sys.argv", ["keys", "local"])
    assert keys.main() == 0
    assert stat.S_IMODE((tmp_path / ".env.local.user").stat().st_mode) == 0o600
