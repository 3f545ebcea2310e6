"""The notices about data and packages of others follow the lock files and the packages."""

import json
import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from deploy import third_party
from deploy.third_party import (
    LOCK,
    NPM_LOCK,
    PAGE,
    locked,
    npm_licenses,
    python_license,
    python_licenses,
    rows,
    table,
    written,
)

ROOT = Path(__file__).parents[2]
NOTICE = PAGE.read_text("utf-8")
DEVELOPMENT = (ROOT / "requirements-dev.txt").read_text("utf-8")
#: Licenses that ask for nothing but their own text.
PERMISSIVE = {
    *("Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PSF-2.0"),
    "Python-2.0",
}


def conditions(expression: str) -> set[str]:
    """Return the licenses of an SPDX expression that have conditions."""
    return set(re.findall(r"[\w.-]+", expression)) - {"AND", "OR", "WITH", *PERMISSIVE}


def described(name: str, identifier: str) -> bool:
    """Say whether a line before the tables names a package with its license."""
    lines = NOTICE.partition("| Package |")[0].splitlines()
    return any(
        re.search(rf"(?<![\w-]){name}(?![\w-])", line) and identifier in line for line in lines
    )


def test_the_tables_are_those_of_the_lock_files() -> None:
    again = written(NOTICE, LOCK.read_text("utf-8"), NPM_LOCK.read_text("utf-8"))
    assert again == NOTICE, "run: python -m deploy.third_party"
    assert set(rows(NOTICE)) == {
        *locked(LOCK.read_text("utf-8")),
        *npm_licenses(NPM_LOCK.read_text()),
    }
    assert "?" not in rows(NOTICE).values()


def test_every_license_with_conditions_is_described() -> None:
    found = {
        (name, identifier) for name, said in rows(NOTICE).items() for identifier in conditions(said)
    }
    assert {name for name, _ in found} >= {"psycopg", "psycopg-binary", "certifi", "orjson"}
    assert {pair for pair in found if not described(*pair)} == set()


def test_tools_of_development_have_licenses_that_the_page_names() -> None:
    tools = python_licenses(locked(DEVELOPMENT), {"colorama": "BSD"}, python_license)
    page = json.loads(NPM_LOCK.read_text())["packages"].items()
    tools |= {place.rpartition("/")[2]: package["license"] for place, package in page if place}
    others = {name: said for name, said in tools.items() if name not in rows(NOTICE)}
    assert {name: said for name, said in others.items() if not said} == {}
    last = NOTICE.rpartition("## ")[2]
    for name, said in others.items():
        for identifier in conditions(said):
            assert re.search(rf"\b{name}\b", last, re.IGNORECASE), (name, said)
            assert identifier in last


def test_data_of_others_keeps_its_license() -> None:
    for name in ("product_plans.json", "products.json"):
        content = (ROOT / "licensing" / "tenant" / name).read_text("utf-8")
        assert "CC BY 4.0" in content
        assert f"`licensing/tenant/{name}`" in NOTICE
    plans = json.loads((ROOT / "licensing" / "tenant" / "product_plans.json").read_text("utf-8"))
    assert plans["link"] in NOTICE
    assert plans["license_link"] in NOTICE


def test_the_notices_are_in_the_image() -> None:
    install = (ROOT / "deploy" / "container" / "install.sh").read_text("utf-8")
    assert "LICENSE NOTICE.md" in install


@pytest.mark.parametrize(
    ("fields", "license_name"),
    [
        ({"License-Expression": ["MIT-0"], "License": ["X"]}, "MIT-0"),
        ({"License": ["3-Clause BSD License"]}, "BSD-3-Clause"),
        ({"License": ["Copyright (c) 2026\nPermission"], "Classifier": []}, ""),
        (
            {
                "License": ["x" * 41],
                "Classifier": ["Topic :: A", "License :: OSI Approved :: MIT License"],
            },
            "MIT",
        ),
        ({"License": ["", "Apache 2.0"]}, "Apache-2.0"),
        ({}, ""),
    ],
)
def test_a_license_is_read_from_metadata(
    *, fields: dict[str, list[str]], license_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Metadata:
        def get_all(self, name: str) -> list[str] | None:
            return fields.get(name)

    monkeypatch.setattr(third_party, "metadata", lambda _: Metadata())
    assert python_license("any") == license_name


def test_a_package_of_another_system_keeps_its_license(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(third_party, "metadata", missing)
    lock = "b==1 ; sys_platform == 'win32' \\\n    --hash=sha256:0\na==2 \\\n"
    page = f"# Page\n\n{table({'b': 'ISC'})}\n\nText.\n\n{table({})}\n"
    packages = {"": {}, "node_modules/c": {"license": "MIT"}, "node_modules/d": {"dev": True}}
    npm = json.dumps({"packages": packages})
    first = table({"a": "", "b": "ISC"})
    assert written(page, lock, npm) == f"# Page\n\n{first}\n\nText.\n\n{table({'c': 'MIT'})}\n"
    assert "| a | ? |" in first


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("MIT OR Apache-2.0", set()),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", {"MPL-2.0"}),
        ("LGPL-3.0-only", {"LGPL-3.0-only"}),
    ],
)
def test_conditions_are_seen(*, expression: str, found: set[str]) -> None:
    assert conditions(expression) == found
