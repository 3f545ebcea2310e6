"""Every page of the documentation: its links lead somewhere, and something leads to it."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Where people begin to read.
FIRST = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}
#: Folders whose files pages name in code quotes.
ROOMS = (
    *(
        "bench",
        "bot",
        "cards",
        "commands",
        "deploy",
        "dialogs",
        "docs",
        "engine",
        "graph",
        "ledger",
    ),
    *("licensing", "manifest", "observability", "sandbox", "settings", "tests", "wiring"),
)
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def _pages() -> list[str]:
    said = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(name for name in said.stdout.splitlines() if (ROOT / name).exists())


PAGES = _pages()


def text(page: Path) -> str:
    """Without what is quoted as code, where brackets mean something else."""
    return re.sub(r"```[\s\S]*?```|`[^`\n]+`", "", page.read_text(encoding="utf-8"))


def places(page: Path) -> set[str]:
    """What a link can name on a page, as GitHub makes it of the headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


def links(name: str) -> list[tuple[str, Path, str]]:
    """Each link of a page: as it is written, the file that it leads to, and the place there."""
    page = ROOT / name
    found = []
    for target in _LINK.findall(text(page)):
        path, _, place = target.partition("#")
        found.append((target, (page.parent / path).resolve() if path else page, place))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_each_link_leads_somewhere(name: str) -> None:
    for target, file, place in links(name):
        assert file.exists(), target
        assert not place or place in places(file), target


def test_each_page_of_the_documentation_can_be_found() -> None:
    led_to = {file for name in PAGES for _, file, _ in links(name) if file != ROOT / name}
    alone = {name for name in PAGES if name.startswith("docs/") and ROOT / name not in led_to}
    assert alone == set()
    assert set(PAGES) >= FIRST


def test_the_index_leads_to_each_page_of_the_documentation() -> None:
    listed = {file for _, file, _ in links("docs/README.md")}
    missing = {
        name
        for name in PAGES
        if name.startswith("docs/") and name != "docs/README.md" and ROOT / name not in listed
    }
    assert missing == set()


def test_each_path_that_a_page_names_exists() -> None:
    named = re.compile(rf"`((?:{'|'.join(ROOMS)})/[\w./-]*)`")
    missing = [
        f"{name}: {path}"
        for name in PAGES
        for path in named.findall((ROOT / name).read_text(encoding="utf-8"))
        if not (ROOT / path).exists()
    ]
    assert missing == []
