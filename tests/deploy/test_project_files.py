"""The files that editors, git, pre-commit and GitHub read: they name what exists."""

import re
import subprocess
import tomllib
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOW: dict[str, Any] = yaml.safe_load((GITHUB / "workflows" / "ci.yml").read_text("utf-8"))
HOOKS: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
#: The section of Python and of the templates that become Python.
PYTHON = "*.{py,mako}"
#: Files whose first level of indentation is compared with the editor settings.
INDENTED = ("bicep", "css", "html", "js", "mako", "sh", "toml", "yaml", "yml")


def output(*command: str) -> list[str]:
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return said.stdout.splitlines()


def tracked() -> list[str]:
    listed = output("git", "ls-files", "-co", "--exclude-standard")
    return sorted(name for name in listed if (ROOT / name).is_file())


def editor_config() -> ConfigParser:
    parser = ConfigParser()
    text = (ROOT / ".editorconfig").read_text("utf-8")
    parser.read_string(f"[top]\n{text}")
    return parser


def attributes(*names: str) -> dict[tuple[str, str], str]:
    """Return what git attributes files have, by file and attribute."""
    wanted = ("eol", "linguist-generated", "linguist-vendored")
    lines = output("git", "check-attr", *wanted, "--", *names)
    rows = [line.rsplit(": ", 2) for line in lines]
    return {(name, attribute): value for name, attribute, value in rows}


def steps() -> list[dict[str, Any]]:
    return [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def test_every_file_of_text_is_as_the_editor_settings_say() -> None:
    config = editor_config()
    assert config["*"]["end_of_line"] == "lf"
    unchanged = next(name for name in config.sections() if "schema" in name)
    wrong = []
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" in content or not content or fnmatch(name, unchanged):
            continue
        if b"\r" in content and not name.startswith("tests/"):
            wrong.append(f"{name}: carriage return")
        if not content.endswith(b"\n"):
            wrong.append(f"{name}: no newline at the end")
        if re.search(rb"[ \t]\n", content):
            wrong.append(f"{name}: spaces at the end of a line")
    assert wrong == []


def test_editor_settings_indent_as_the_files_do() -> None:
    config = editor_config()
    for suffix in INDENTED:
        section = PYTHON if suffix == "mako" else "*"
        texts = [
            (ROOT / name).read_text("utf-8") for name in tracked() if name.endswith(f".{suffix}")
        ]
        spaces = {
            len(found) for text in texts for found in re.findall(r"^( +)[^ *]", text, re.MULTILINE)
        }
        assert min(spaces) == int(config[section]["indent_size"]), suffix
    assert config["Makefile"]["indent_style"] == "tab"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert int(config[PYTHON]["max_line_length"]) == project["tool"]["ruff"]["line-length"]


def test_text_has_line_feeds_on_every_system() -> None:
    names = (".ci/run", "Makefile", "app.py", "deploy/container/install.sh", "README.md")
    found = attributes(*names)
    assert {found[name, "eol"] for name in names} == {"lf"}


def test_files_that_a_command_writes_are_marked() -> None:
    written = [
        name
        for name in tracked()
        if fnmatch(name, "requirements*.txt")
        or name.endswith("package-lock.json")
        or "/golden/" in name
    ]
    written.append("docs/what-is-lost.md")
    found = attributes(*written)
    assert {name for name in written if found[name, "linguist-generated"] != "true"} == set()
    microsoft = [name for name in tracked() if fnmatch(name, "tests/*/schema/*.json")]
    microsoft += ["licensing/tenant/product_plans.json", "licensing/tenant/products.json"]
    found = attributes(*microsoft)
    assert {name for name in microsoft if found[name, "linguist-vendored"] != "true"} == set()


def test_nothing_is_tracked_that_git_is_told_to_ignore() -> None:
    assert output("git", "ls-files", "-ci", "--exclude-standard") == []


def test_each_pattern_of_git_attributes_matches_a_file() -> None:
    names = tracked()
    for line in (ROOT / ".gitattributes").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern = line.split()[0]
            assert any(fnmatch(name, pattern) for name in names), pattern


def test_ci_runs_commands_that_exist() -> None:
    commands = [step["run"] for step in steps() if "run" in step]
    assert ".ci/run" in commands
    targets = [word for run in commands for word in re.findall(r"^make (\S+)", run, re.MULTILINE)]
    assert set(targets) >= {"check", "test-domain", "test-http"}
    for target in targets:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target
    named = re.findall(
        r"(?:\s|^)((?:tests|deploy)/[\w./-]+|[\w-]+\.(?:txt|py))", " ".join(commands)
    )
    files = [step["with"]["file"] for step in steps() if "file" in step.get("with", {})]
    for name in [*named, *files]:
        assert (ROOT / name).exists(), name


def test_ci_tests_every_version_of_python_that_is_allowed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    first, after = map(int, re.findall(r"3\.(\d+)", project["requires-python"]))
    matrix = WORKFLOW["jobs"]["versions"]["strategy"]["matrix"]["python"]
    assert matrix == [f"3.{minor}" for minor in range(first, after)]


def test_ci_pins_actions_by_major_version_and_may_only_read() -> None:
    actions = [step["uses"] for step in steps() if "uses" in step]
    assert actions
    assert [name for name in actions if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+", name)] == []
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in WORKFLOW["jobs"].values())


@pytest.mark.parametrize("path", [".github/workflows/ci.yml", ".pre-commit-config.yaml"])
def test_no_address_of_another_server_is_named(path: str) -> None:
    assert "://" not in (ROOT / path).read_text("utf-8")


def test_hooks_are_local_and_run_the_checks_of_make_check() -> None:
    assert [repo["repo"] for repo in HOOKS["repos"]] == ["local"]
    entries = " ".join(hook["entry"] for hook in HOOKS["repos"][0]["hooks"])
    for check in ("ruff check", "ruff format --check", "mypy", "tests.support.word_list"):
        assert f"-m {check}" in entries
        assert check in MAKEFILE


@pytest.mark.parametrize("name", ["bug.yml", "feature.yml"])
def test_each_issue_form_has_fields_with_names_of_their_own(name: str) -> None:
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / name).read_text("utf-8"))
    assert form["name"]
    assert form["description"]
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    ids = [field["id"] for field in fields]
    labels = [field["attributes"]["label"] for field in fields]
    assert len(set(ids)) == len(set(labels)) == len(fields)
    assert any(field.get("validations", {}).get("required") for field in fields)
