"""Files and folders stay small, and benchmarks are found and compared with their limits."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from bench.__main__ import benches, broken, figures
from bench.limits import LIMITS, Limit

ROOT = Path(__file__).parents[2]
PERFORMANCE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
#: Maximum number of lines of a file that gives no reason.
MOST = 600
#: Maximum number of modules in a folder of the product.
CROWDED = 25
#: A longer file says why within its first lines.
REASON = re.compile(r"\blong,? because\b")
HEAD = 20
#: Files that people write and read as code.
KINDS = ("*.py", "*.js", "*.css", "*.html", "*.sh", "*.yml", "*.yaml", "*.bicep")


def tracked(*patterns: str) -> list[str]:
    said = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(name for name in said.stdout.splitlines() if (ROOT / name).is_file())


def test_no_file_is_long_without_a_reason_in_its_head() -> None:
    without = []
    for name in tracked(*KINDS):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        if len(lines) > MOST and not REASON.search(" ".join(lines[:HEAD]).lower()):
            without.append(f"{name}: {len(lines)} lines")
    assert without == [], "say “long because …” in the head, or make two files of it"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('"""Words.\n\nThe file is long because it is a list."""', True),
        ("// Long, because Azure wants it in one.", True),
        ('"""Along. Because of that nothing."""', False),
    ],
)
def test_a_reason_is_a_reason(*, head: str, found: bool) -> None:
    assert bool(REASON.search(head.lower())) is found


def test_no_folder_of_the_product_is_crowded() -> None:
    folders = Counter(str(Path(name).parent) for name in tracked("*.py"))
    product = {name for name in folders if not name.startswith(("tests", "cards/words"))}
    assert {name: folders[name] for name in product if folders[name] > CROWDED} == {}


def test_every_benchmark_is_found_and_has_a_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(benches()) >= {limit.bench for limit in LIMITS}
    for name in benches():
        assert f"\nbench-{name}: " in makefile
        assert f"`make bench-{name}`" in PERFORMANCE
    runnable = {
        path.stem for path in (ROOT / "bench").glob("[a-z]*.py") if "__main__" in path.read_text()
    }
    # The rest are processes that a benchmark starts.
    assert runnable - set(benches()) == {"crowd", "script", "stock"}


def test_the_page_tells_the_limits_that_figures_are_held_against() -> None:
    told = dict(
        re.findall(r"^\| `(\w+)` \| ((?:at (?:least|most) [\d.]+)?) ?\|", PERFORMANCE, re.MULTILINE)
    )
    assert {name: text for name, text in told.items() if text} == {
        limit.figure: str(limit) for limit in LIMITS
    }


def test_a_figure_out_of_its_limit_is_said() -> None:
    limits = [Limit("b", "ratio", least=5), Limit("b", "seconds", most=3), Limit("c", "other")]
    found = dict(figures(["ratio: 4.9\n", "  seconds: 3", "words: none", "nothing"]))
    assert found == {"ratio": 4.9, "seconds": 3.0}
    assert broken("b", found, limits) == ["ratio is 4.9, and should be at least 5."]
    assert broken("b", {"ratio": 5.0}, limits) == ["seconds was not printed."]
    assert str(Limit("b", "x", least=1, most=2.5)) == "at least 1 and at most 2.5"
