"""`make bench`: all figures, one `name: value` a line, checked against their limits.

A benchmark is a module of this folder whose first line names its own command, `make bench-…`; it
prints its figures in the same form. A new one needs limits only (`limits.py`).
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from bench.limits import LIMITS, Limit

HERE: Final = Path(__file__).parent
_HEAD: Final = re.compile(r'"""`make bench-(?P<name>\w+)`')
_FIGURE: Final = re.compile(r"(?P<name>\w+): (?P<value>-?\d+(?:\.\d+)?)")


def benches() -> tuple[str, ...]:
    """Return all benchmarks, by name."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.py")))
    return tuple(found["name"] for text in texts if (found := _HEAD.match(text)))


def figures(lines: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Return the figures in a benchmark's output."""
    for line in lines:
        if found := _FIGURE.fullmatch(line.strip()):
            yield found["name"], float(found["value"])


def broken(bench: str, found: dict[str, float], limits: Iterable[Limit] = LIMITS) -> list[str]:
    """Return what is wrong with a benchmark's figures, one sentence each."""
    faults = []
    for limit in (limit for limit in limits if limit.bench == bench):
        value = found.get(limit.figure)
        if value is None:
            faults.append(f"{limit.figure} was not printed.")
        elif not limit.keeps(value):
            faults.append(f"{limit.figure} is {value:g}, and should be {limit}.")
    return faults


def run(bench: str) -> list[str]:
    """Run one and print its figures; returns what is wrong."""
    command = [sys.executable, "-m", f"bench.{bench}"]
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101
        found = dict(figures(_passed_on(process.stdout)))
    if process.returncode:
        return [f"bench-{bench} ended with {process.returncode}."]
    return broken(bench, found)


def _passed_on(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if _FIGURE.fullmatch(line.strip()):
            sys.stdout.write(line)
            sys.stdout.flush()
        yield line


def main() -> int:
    """Run all, or those named; returns 1 if a figure exceeds its limit."""
    parser = argparse.ArgumentParser(description="All benchmarks, one after the other")
    parser.add_argument("bench", nargs="*", choices=[*benches(), []], help="only these")
    faults = [fault for bench in parser.parse_args().bench or benches() for fault in run(bench)]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
