"""What the rehearsal page borrows from npm is taken only as the lock file says."""

import base64
import hashlib
import json
import tarfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from deploy.wheel.page import (
    INSTALLED,
    LOCK,
    PAGE,
    WANTED,
    PageError,
    at_registry,
    fetch,
    locked,
    registry,
)
from sandbox.teams.pages import VENDOR

ROOT = Path(__file__).parents[2]


def archive(files: Mapping[str, bytes], folder: str = "package") -> bytes:
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as packed:
        for name, content in files.items():
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size = len(content)
            packed.addfile(member, BytesIO(content))
    return buffer.getvalue()


def integrity(content: bytes) -> str:
    return f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"


RENDERER = archive({"dist/adaptivecards.min.js": b"cards", "LICENSE": b"MIT", "index.js": b"other"})
CHECKER = archive({"axe.min.js": b"axe", "LICENSE.txt": b"MPL"}, folder="axe-core")
ARCHIVES = {("adaptivecards", "3.0.6"): RENDERER, ("axe-core", "4.14.1"): CHECKER}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A folder with a lock file of a package, and of one for development."""
    packages = {
        "": {},
        "node_modules/adaptivecards": {"version": "3.0.6", "integrity": integrity(RENDERER)},
        "node_modules/axe-core": {
            "version": "4.14.1",
            "integrity": integrity(CHECKER),
            "dev": True,
        },
    }
    (tmp_path / LOCK).write_text(json.dumps({"packages": packages}), encoding="utf-8")
    return tmp_path


def download(name: str, version: str) -> bytes:
    return ARCHIVES[name, version]


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_files_of_the_page_and_all_licenses_are_kept(page: Path) -> None:
    fetch(page, page / "out", download, development=False)
    assert names(page / "out") == {
        "adaptivecards/dist/adaptivecards.min.js",
        "adaptivecards/LICENSE",
    }
    assert (page / "out/adaptivecards/dist/adaptivecards.min.js").read_bytes() == b"cards"


def test_the_tests_of_the_page_need_one_package_more(page: Path) -> None:
    fetch(page, page / "out", download, development=True)
    assert {"axe-core/axe.min.js", "axe-core/LICENSE.txt"} <= names(page / "out")


@pytest.mark.parametrize(
    "changed", [RENDERER + b"\0", archive({"dist/adaptivecards.min.js": b"x"})]
)
def test_nothing_is_kept_of_an_archive_that_is_not_the_locked_one(
    page: Path, changed: bytes
) -> None:
    def other(name: str, version: str) -> bytes:
        return changed if name == "adaptivecards" else download(name, version)

    with pytest.raises(
        PageError, match=r"adaptivecards 3\.0\.6 is not what package-lock\.json says"
    ):
        fetch(page, page / "out", other, development=True)
    assert not (page / "out").exists()


def test_a_package_without_a_digest_is_refused(page: Path) -> None:
    packages = {"node_modules/adaptivecards": {"version": "3.0.6"}}
    (page / LOCK).write_text(json.dumps({"packages": packages}), encoding="utf-8")
    with pytest.raises(PageError, match="says no integrity of adaptivecards"):
        fetch(page, page / "out", download, development=False)


def test_only_the_strongest_digest_counts(page: Path) -> None:
    weak = f"sha1-{base64.b64encode(hashlib.sha1(RENDERER).digest()).decode()}"
    packages = {"node_modules/adaptivecards": {"version": "3.0.6", "integrity": weak}}
    (page / LOCK).write_text(json.dumps({"packages": packages}), encoding="utf-8")
    with pytest.raises(PageError):
        fetch(page, page / "out", download, development=False)


def test_no_file_leaves_its_folder(page: Path) -> None:
    bad = archive({"../../LICENSE": b"x", "dist/../../axe.min.js": b"x"})
    packages = {"node_modules/bad": {"version": "1.0.0", "integrity": integrity(bad)}}
    (page / LOCK).write_text(json.dumps({"packages": packages}), encoding="utf-8")
    fetch(page, page / "out", lambda _name, _version: bad, development=False)
    assert names(page) == {LOCK}


def test_the_lock_file_of_the_page_has_what_the_page_loads() -> None:
    packages = locked((ROOT / PAGE / LOCK).read_text("utf-8"), development=True)
    assert all(package.integrity.startswith("sha512-") for package in packages)
    folder = ROOT / PAGE / INSTALLED
    loaded = [path.relative_to(folder) for path in VENDOR.values() if path.is_relative_to(folder)]
    assert loaded
    for path in loaded:
        assert path.parts[0] in {package.name for package in packages}
        assert "/".join(path.parts[1:]) in WANTED


def test_a_package_in_a_namespace_keeps_its_whole_name() -> None:
    lock = {"packages": {"node_modules/a/node_modules/@b/c": {"version": "1", "integrity": "x"}}}
    assert [package.name for package in locked(json.dumps(lock), development=False)] == ["@b/c"]


Npmrc = Callable[[str], Path]


@pytest.mark.parametrize(
    ("environment", "file", "found"),
    [
        ({}, "", ""),
        (
            {},
            "fund=false\nregistry = https://npm.contoso.example/all/\n",
            "https://npm.contoso.example/all/",
        ),
        (
            {"NPM_CONFIG_REGISTRY": "https://a.example"},
            "registry=https://b.example",
            "https://a.example",
        ),
        ({"npm_config_registry": "https://a.example"}, "", "https://a.example"),
    ],
)
def test_the_registry_is_the_one_that_npm_is_configured_for(
    *, environment: dict[str, str], file: str, found: str, tmp_path: Path
) -> None:
    if file:
        (tmp_path / ".npmrc").write_text(file, encoding="utf-8")
    assert registry(environment, tmp_path) == found


def test_npms_file_may_lie_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("registry=https://a.example", encoding="utf-8")
    environment = {"npm_config_userconfig": str(tmp_path / "other")}
    assert registry(environment, Path("nowhere")) == "https://a.example"


def test_another_registry_has_the_same_paths() -> None:
    address = "https://public.example/markdown-it/-/markdown-it-14.3.3.tgz"
    assert at_registry(address, "") == address
    assert (
        at_registry(address, "https://npm.contoso.example/all/")
        == "https://npm.contoso.example/all/markdown-it/-/markdown-it-14.3.3.tgz"
    )
