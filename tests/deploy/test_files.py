"""The image, the compose file and the proxy, as far as they can be held without Docker."""

import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from settings import Settings
from settings.read import names

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "container" / "Dockerfile").read_text("utf-8")
INSTALL = DEPLOY / "container" / "install.sh"
CADDY = (DEPLOY / "Caddyfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
#: Folders with code that the bot does not serve with.
APART = {"bench", "deploy", "docs", "sandbox", "tests"}


def test_the_image_has_two_stages_and_no_one_in_it_is_root() -> None:
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)) == 2
    served = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER [1-9]\d*$", served, re.MULTILINE)
    assert "HEALTHCHECK" in served
    assert "pip install" not in served


def test_the_image_holds_no_pip() -> None:
    served = DOCKERFILE.rpartition("FROM ")[2]
    # That of the base image, the one that venv would bring back, and that of the bot's folder.
    assert re.search(r"^RUN python -m pip uninstall --yes .*\bpip \\$", served, re.MULTILINE)
    assert "rm -rf /usr/local/bin/pip* /usr/local/lib/python3.*/ensurepip" in served
    assert served.index("pip uninstall") < served.index("USER 10001")
    assert "$pip uninstall --yes setuptools pip" in INSTALL.read_text("utf-8")


def test_every_base_image_can_be_pinned_by_its_digest() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases == ["${PYTHON_IMAGE}"] * 2
    default = re.findall(r"^ARG PYTHON_IMAGE=(\S+)", DOCKERFILE, re.MULTILINE)
    services = COMPOSE["services"]
    named = [services["bot"]["build"]["args"]["PYTHON_IMAGE"]]
    named += [services[name]["image"] for name in ("database", "proxy")]
    found = dict(re.findall(r"^\$\{(\w+):-(.+)\}$", "\n".join(named), re.MULTILINE))
    assert len(found) == 3
    assert [found["PYTHON_IMAGE"]] == default
    page = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    for name, image in found.items():
        assert f"\n{name}={image}@sha256:<digest>\n" in page


def test_the_image_holds_every_room_that_serves() -> None:
    loop = re.search(r"for room in ([\s\S]+?); do", INSTALL.read_text("utf-8"))
    assert loop
    copied = set(loop[1].replace("\\\n", " ").split())
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - APART
    assert rooms <= copied
    assert {"app.py", "LICENSE"} <= copied
    assert not copied & APART
    assert all((ROOT / name).exists() for name in copied)


def test_the_steps_of_the_image_are_a_script_that_a_shell_can_read() -> None:
    subprocess.run(["sh", "-n", str(INSTALL)], check=True)


def test_all_settings_that_are_named_exist() -> None:
    # The bot refuses names that begin so and are none, and gets the whole environment file.
    known = {name for field in Settings.model_fields for name in names(field)}
    text = DOCKERFILE + CADDY + (DEPLOY / "compose.yaml").read_text("utf-8")
    assert set(re.findall(r"UNASSIGN_[A-Z_]+", text)) <= known


def test_two_replicas_start_after_the_tables_are_there() -> None:
    bot = COMPOSE["services"]["bot"]
    assert bot["deploy"]["replicas"] == 2
    assert bot["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert COMPOSE["services"]["migrate"]["command"] == ["migrate"]
    assert bot["read_only"] is True
    assert "ports" not in bot
    grace_period = int(re.sub(r"\D", "", bot["stop_grace_period"]))
    drain = int(re.findall(r"UNASSIGN_DRAIN_SECONDS=(\d+)", DOCKERFILE)[0])
    assert grace_period > drain + 10


def test_the_bot_gets_no_password_of_the_owner_of_the_tables() -> None:
    services = COMPOSE["services"]
    bot, migrate = services["bot"]["environment"], services["migrate"]["environment"]
    owner = migrate["UNASSIGN_DATABASE_OWNER_URL"]
    assert {**bot, "UNASSIGN_DATABASE_OWNER_URL": owner} == migrate
    # What stands here counts more than `env_file`, in which the password is.
    assert services["bot"]["env_file"] == ["../unassign.env"]
    assert bot["POSTGRES_PASSWORD"] == ""
    assert not any("POSTGRES_PASSWORD" in value for value in bot.values())
    by_owner, by_bot = (
        urlsplit(re.sub(r"\$\{[^}]+\}", "secret", url))
        for url in (owner, bot["UNASSIGN_DATABASE_URL"])
    )
    assert by_owner.username == services["database"]["environment"]["POSTGRES_USER"]
    assert by_owner.username != by_bot.username
    assert by_owner.path == by_bot.path


def test_the_proxy_passes_on_what_is_needed_and_keeps_the_metrics_inside() -> None:
    paths = re.findall(r"@needed path (.+)", CADDY)[0].split()
    assert {"/api/messages", "/auth/*", "/downloads/*", "/healthz"} <= set(paths)
    assert {"/", "/privacy", "/terms", "/about.css"} <= set(paths)
    assert not any(path.startswith(("/metrics", "/readyz")) for path in paths)
    assert "/*" not in paths


def test_the_guides_look_from_outside_only_at_what_the_proxy_passes_on() -> None:
    paths = [path.rstrip("*") for path in re.findall(r"@needed path (.+)", CADDY)[0].split()]
    for page in (ROOT / "docs").glob("*.md"):
        for asked in re.findall(r"curl https://HOST(/\S*)", page.read_text("utf-8")):
            assert any(asked == path or asked.startswith(path) for path in paths if path != "/")


def test_files_that_settings_name_reach_the_bot_and_no_image_or_commit() -> None:
    for service in ("bot", "migrate"):
        (volume,) = COMPOSE["services"][service]["volumes"]
        assert volume == "${FILES:-../unassign.files}:/etc/unassign:ro"
    for ignored in (".gitignore", ".dockerignore"):
        assert "unassign.files" in (ROOT / ignored).read_text("utf-8")
