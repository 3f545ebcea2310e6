"""The files that the rehearsal page needs from npm packages, checked against npm's lock file.

Written without npm and Node.js, which are 200 MB, and without packages, so that a build can use it.
A package is an archive whose digest the lock file has as its `integrity`
(https://docs.npmjs.com/cli/configuring-npm/package-lock-json).
"""

import base64
import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

#: The folder of the page, below that of the project.
PAGE: Final = Path("sandbox") / "teams" / "page"
LOCK: Final = "package-lock.json"
INSTALLED: Final = "node_modules"
#: What the page and its tests load. Licenses come with it; nothing else of a package is kept.
WANTED: Final = (
    "dist/adaptivecards.min.js",
    "dist/adaptivecards.min.js.LICENSE.txt",
    "dist/markdown-it.min.js",
    "axe.min.js",
)
_ALGORITHM: Final = "sha512"

#: Reads the archive of a package, by its name and version.
Download = Callable[[str, str], bytes]


class PageError(Exception):
    """A package that can't be used; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of the lock file."""

    name: str
    version: str
    integrity: str


def locked(lock: str, *, development: bool) -> list[Package]:
    """Return the packages of a lock file, those for development only if asked for.

    Raises `PageError` for a package without a version or a digest.
    """
    found = []
    for place, package in json.loads(lock)["packages"].items():
        if not place or (package.get("dev") and not development):
            continue
        name = place.rpartition(f"{INSTALLED}/")[2]
        try:
            found.append(Package(name, package["version"], package["integrity"]))
        except KeyError as error:
            raise PageError(f"{LOCK} says no {error.args[0]} of {name}.") from None
    return found


def check(package: Package, archive: bytes) -> None:
    """Raise `PageError` unless the archive has the digest of the lock file."""
    digest = base64.b64encode(hashlib.new(_ALGORITHM, archive).digest()).decode()
    # Several digests may stand there; the strongest counts, and npm writes this one.
    if f"{_ALGORITHM}-{digest}" not in package.integrity.split():
        raise PageError(
            f"{package.name} {package.version} is not what {LOCK} says: its digest differs. "
            "Nothing of it is used."
        )


def wanted(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """Return the files of a package that are kept, by their path in it."""
    with tarfile.open(fileobj=BytesIO(archive), mode="r:gz") as files:
        for file in files:
            # The first part is a folder that most packages call `package`.
            path = PurePosixPath(*PurePosixPath(file.name).parts[1:])
            is_license = len(path.parts) == 1 and path.name.upper().startswith("LICENSE")
            if file.isfile() and (str(path) in WANTED or is_license):
                content = files.extractfile(file)
                yield str(path), content.read() if content else b""


def fetch(page: Path, target: Path, download: Download, *, development: bool) -> None:
    """Put the files into a folder, each below the name of its package.

    `page` is the folder of the lock file. Raises `PageError`, and what `download` raises.
    """
    packages = locked((page / LOCK).read_text(encoding="utf-8"), development=development)
    with ThreadPoolExecutor(max_workers=4) as pool:
        archives = list(pool.map(lambda package: download(package.name, package.version), packages))
    for package, archive in zip(packages, archives, strict=True):
        check(package, archive)
    for package, archive in zip(packages, archives, strict=True):
        for name, content in wanted(archive):
            file = target / package.name / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def registry(environment: Mapping[str, str], home: Path) -> str:
    """Return the address of the registry that npm is configured for; empty without one.

    Of npm's ways (https://docs.npmjs.com/cli/using-npm/config) these two: the variable, in any case
    of letters, and the user's file.
    """
    given = {name.lower(): value for name, value in environment.items()}
    if address := given.get("npm_config_registry", ""):
        return address
    file = Path(given.get("npm_config_userconfig") or home / ".npmrc")
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    pairs = [line.partition("=") for line in lines]
    return next((value.strip() for name, _, value in pairs if name.strip() == "registry"), "")


def at_registry(address: str, registry_: str) -> str:
    """Return the address of an archive at another registry, whose paths are the same."""
    return f"{registry_.rstrip('/')}{urlsplit(address).path}" if registry_ else address
