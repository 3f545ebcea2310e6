"""Every package that code imports is declared in `pyproject.toml`, and its license is known."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution, packages_distributions
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = {
    name: (ROOT / name).read_text("utf-8")
    for name in ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")
}
#: Folders whose code is not installed with the product.
OF_DEVELOPMENT = ("bench", "tests")
#: Modules of the product that need more than its own packages, and the group that they need.
NEED_MORE = {
    "deploy/wheel/hook.py": "build",
    "manifest/draw.py": "dev",
    "observability/otlp.py": "traces",
    "observability/tracing.py": "traces",
}


def canonical(name: str) -> str:
    """Write a distribution's name as indexes do: https://peps.python.org/pep-0503/#normalized-names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    """Return the distributions that requirements name."""
    return {canonical(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0]) for line in requirements}


#: The distributions that are installed for a build only, by module.
OF_BUILD = {
    "hatchling": "hatchling",
    "packageurl": "packageurl-python",
    "truststore": "truststore",
}
PRODUCT = names(PROJECT["project"]["dependencies"])
GROUPS = {
    "build": names(PROJECT["build-system"]["requires"]),
    "traces": names(PROJECT["project"]["optional-dependencies"]["traces"]),
    "dev": names(PROJECT["dependency-groups"]["dev"]),
}
FOLDERS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
OURS = {"app", *FOLDERS}


def imported(code: str) -> Iterator[str]:
    """Return the modules that code may mean: `from a.b import c` is `a.b.c` or `a.b`."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def providers() -> dict[str, list[str]]:
    """Return the installed distributions of each top-level module."""
    return {module: sorted(set(found)) for module, found in packages_distributions().items()}


@cache
def files(name: str) -> str:
    """Return the list of a distribution's files."""
    return distribution(name).read_text("RECORD") or ""


def provider(module: str) -> str:
    """Return the distribution of a module. Several distributions can share a namespace."""
    top = module.partition(".")[0]
    if top in OF_BUILD:
        return OF_BUILD[top]
    found = providers().get(top, [])
    parts = module.split(".")
    while len(found) > 1 and parts:
        path = "/".join(parts)
        places = (f"{path}/__init__.py,", f"{path}.py,")
        holders = [
            name for name in found if any(f"\n{place}" in f"\n{files(name)}" for place in places)
        ]
        if holders:
            found = holders[:1]
        parts.pop()
    return canonical(found[0]) if found else f"no package: {module}"


def undeclared(place: str, code: str) -> set[str]:
    """Return the distributions that a file imports and may not."""
    top = place.partition("/")[0]
    allowed = set(PRODUCT)
    if top in OF_DEVELOPMENT:
        allowed |= GROUPS["dev"] | GROUPS["traces"]
    elif place in NEED_MORE:
        allowed |= GROUPS[NEED_MORE[place]]
    modules = {
        module
        for module in imported(code)
        if module.partition(".")[0] not in OURS | sys.stdlib_module_names
    }
    return {provider(module) for module in modules} - allowed


@pytest.mark.parametrize("folder", ["app.py", *FOLDERS])
def test_code_imports_declared_packages_only(folder: str) -> None:
    place = ROOT / folder
    paths = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert paths
    missing: dict[str, set[str]] = {}
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if "node_modules" not in name and (found := undeclared(name, path.read_text("utf-8"))):
            missing[name] = found
    assert missing == {}


@pytest.mark.parametrize(
    ("place", "code", "found"),
    [
        ("graph/a.py", "import httpx", set()),
        ("graph/a.py", "import httpcore", {"httpcore"}),
        ("graph/a.py", "from botbuilder.schema import Activity", set()),
        ("graph/a.py", "from botbuilder.schema.teams import TeamInfo", set()),
        ("bot/a.py", "from botframework.connector.auth import X", {"botframework-connector"}),
        ("bot/a.py", "from opentelemetry import trace", {"opentelemetry-api"}),
        ("bot/a.py", "from opentelemetry.sdk import trace", {"opentelemetry-sdk"}),
        ("observability/otlp.py", "from opentelemetry import trace", set()),
        ("bot/a.py", "def late():\n    import pytest", {"pytest"}),
        ("tests/a.py", "import pytest", set()),
        (
            "bot/a.py",
            "import nothing_of_that_name.at_all",
            {"no package: nothing_of_that_name.at_all"},
        ),
        ("bot/a.py", "import bot.b, json\nfrom . import c", set()),
    ],
)
def test_an_import_is_traced_to_its_package(*, place: str, code: str, found: set[str]) -> None:
    assert undeclared(place, code) == found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_declared_package_is_locked_with_hashes_and_no_address(lock: str) -> None:
    content = LOCKS[lock]
    locked = {canonical(name) for name in re.findall(r"^([\w.-]+)==", content, re.MULTILINE)}
    declared = {
        "requirements.txt": PRODUCT | GROUPS["traces"],
        "requirements-build.txt": GROUPS["build"] | names(PROJECT["dependency-groups"]["build"]),
        "requirements-dev.txt": PRODUCT | GROUPS["dev"],
    }[lock]
    assert declared - locked == set()
    assert "://" not in content
    for block in re.split(r"\n(?=[\w.-]+==)", content):
        assert "--hash=sha256:" in block, block.partition("\n")[0]


def test_all_locks_have_the_same_versions() -> None:
    pinned = [dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)) for text in LOCKS.values()]
    for one, other in combinations(pinned, 2):
        both = one.keys() & other.keys()
        assert {name: one[name] for name in both} == {name: other[name] for name in both}


def test_what_an_isolated_build_installs_is_what_the_lock_of_builds_is_made_from() -> None:
    requires = set(PROJECT["build-system"]["requires"])
    assert requires <= set(PROJECT["dependency-groups"]["build"])


def test_a_package_that_needs_more_still_does() -> None:
    for place, group in NEED_MORE.items():
        code = (ROOT / place).read_text("utf-8")
        assert undeclared(f"bot/{place}", code) & GROUPS[group], place
