"""Remove from msgraph-sdk what the bot does not use: `python -m deploy.container.trim FOLDER`.

The SDK has a module for everything in Graph, 390 MB once it is installed; the bot uses a few
dozen. What is in use is found out by using it (`exercise.py`), so it is right for the code as it
stands. FOLDER is the `site-packages` of the image that is built; `--copy-to` leaves it as it is and
puts the trimmed SDK elsewhere.
"""

import argparse
import asyncio
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deploy.container.exercise import exercise

PACKAGE: Final = "msgraph"


def used() -> set[Path]:
    """The files of the SDK that were loaded by now, relative to its folder."""
    root = Path(str(sys.modules[PACKAGE].__file__)).parent
    return {
        Path(file).relative_to(root)
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == PACKAGE and (file := getattr(module, "__file__", None))
    }


def copy(folder: Path, target: Path, kept: set[Path]) -> None:
    """Put a trimmed SDK into another folder."""
    for file in kept | _others(folder / PACKAGE):
        place = target / PACKAGE / file
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / PACKAGE / file, place)


def trim(folder: Path, kept: set[Path]) -> None:
    """Leave of the SDK in this folder only what is used."""
    trimmed = folder / f".{PACKAGE}.trimmed"
    shutil.rmtree(trimmed, ignore_errors=True)
    copy(folder, trimmed, kept)
    shutil.rmtree(folder / PACKAGE)
    (trimmed / PACKAGE).rename(folder / PACKAGE)
    trimmed.rmdir()


def _others(root: Path) -> set[Path]:
    """What is no module: the marker of types."""
    return {path.relative_to(root) for path in root.glob("py.typed")}


def size(root: Path) -> float:
    """How large a folder is, in MB."""
    return sum(path.stat().st_size for path in _files(root)) / 1e6


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file())


def main() -> None:
    """Find out what is used, and remove the rest."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the site-packages")
    parser.add_argument("--copy-to", type=Path, help="another folder, instead of this one")
    options = parser.parse_args()
    asyncio.run(exercise())
    kept = used()
    before = size(options.folder / PACKAGE)
    if options.copy_to:
        copy(options.folder, options.copy_to, kept)
    else:
        trim(options.folder, kept)
    after = size((options.copy_to or options.folder) / PACKAGE)
    sys.stdout.write(f"msgraph: {before:.0f} MB -> {after:.1f} MB, {len(kept)} modules\n")


if __name__ == "__main__":
    main()
