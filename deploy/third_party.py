"""Write the tables of NOTICE.md: `python -m deploy.third_party`.

Names come from the lock files, licenses from the metadata of the installed packages
(https://packaging.python.org/en/latest/specifications/core-metadata/). A package that is locked
for another system keeps the license that the page already has.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "NOTICE.md"
LOCK: Final = ROOT / "requirements.txt"
NPM_LOCK: Final = ROOT / "sandbox" / "teams" / "page" / "package-lock.json"

#: What packages write, and its identifier in the list of SPDX (https://spdx.org/licenses/).
#: "BSD License" does not say which one.
IDENTIFIERS: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: A longer text is the whole license and not its name.
LONGEST_NAME: Final = 40
_CLASSIFIER: Final = "License :: OSI Approved :: "
_TABLE: Final = re.compile(r"^\| Package \|.*(?:\n\|.*)*", re.MULTILINE)
_ROW: Final = re.compile(r"^\| (?!Package )([\w.-]+) \| (.+) \|$", re.MULTILINE)


def locked(lock: str) -> list[str]:
    """Return the names of the packages in the text of a lock file, sorted."""
    return sorted(set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)))


def python_license(name: str) -> str | None:
    """Return the license of an installed package, an empty string if it names none, else None."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return None
    stated: list[str] = [
        text.removeprefix(_CLASSIFIER)
        for field in ("License-Expression", "License", "Classifier")
        for text in found.get_all(field) or []
        if field != "Classifier" or text.startswith(_CLASSIFIER)
    ]
    for text in stated:
        if 0 < len(text) <= LONGEST_NAME and "\n" not in text:
            return IDENTIFIERS.get(text, text)
    return ""


def npm_licenses(lock: str) -> dict[str, str]:
    """Return the licenses of the packages that the rehearsal page needs, from npm's lock file."""
    return {
        place.removeprefix("node_modules/"): package.get("license", "")
        for place, package in json.loads(lock)["packages"].items()
        if place and not package.get("dev")
    }


def rows(page: str) -> dict[str, str]:
    """Return the license of each package in the tables of a page."""
    return dict(_ROW.findall(page))


def python_licenses(
    names: Iterable[str], known: Mapping[str, str], license_of: Callable[[str], str | None]
) -> dict[str, str]:
    """Return the license of each package. One that is not installed keeps the `known` one."""
    found = {name: license_of(name) for name in names}
    return {name: known.get(name, "") if said is None else said for name, said in found.items()}


def table(licenses: Mapping[str, str]) -> str:
    """Write a table of packages."""
    lines = [f"| {name} | {licenses[name] or '?'} |" for name in sorted(licenses)]
    return "\n".join(["| Package | License |", "|---|---|", *lines])


def written(page: str, lock: str, npm_lock: str) -> str:
    """Return a page with the two tables written again."""
    tables = iter(
        (
            table(python_licenses(locked(lock), rows(page), python_license)),
            table(npm_licenses(npm_lock)),
        )
    )
    return _TABLE.sub(lambda _: next(tables), page)


def main() -> None:
    """Write the page again."""
    page = PAGE.read_text(encoding="utf-8")
    content = written(page, LOCK.read_text(encoding="utf-8"), NPM_LOCK.read_text(encoding="utf-8"))
    PAGE.write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
