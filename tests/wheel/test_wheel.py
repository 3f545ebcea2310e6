"""The wheel is built, installed into an empty environment, and rehearses from another folder."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import aiohttp
import pytest

from sandbox.teams.pages import HERE, VENDOR
from settings.version import VERSION
from tests.support.ports import free_port

ROOT = Path(__file__).parents[2]
PARTS: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"][
    "build"
]["targets"]["wheel"]["only-include"]
#: The page's own scripts.
OWN = [path for path in HERE.rglob("*.js") if "node_modules" not in path.parts]
QUIET = ("--disable-pip-version-check", "--quiet")


def run(*command: str) -> str:
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return said.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", *QUIET, "--no-deps", "-w", str(folder), str(ROOT))
    [made] = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the locked packages and the wheel."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=True)
    found = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = (str(found), "-m", "pip", *QUIET[:1], "install", *QUIET[1:], "--no-compile")
    run(*pip, "--require-hashes", "-r", str(ROOT / "requirements.txt"))
    run(*pip, "--no-deps", str(wheel))
    return found


def installed_files(python: Path) -> set[str]:
    where = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    folder = Path(where.strip())
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts
    }


def test_it_holds_all_of_the_bot_and_of_the_rehearsal_and_nothing_else(wheel: Path) -> None:
    tracked = run("git", "ls-files", "-co", "--exclude-standard", "--", *PARTS).splitlines()
    with ZipFile(wheel) as archive:
        held = set(archive.namelist())
    borrowed = {path.relative_to(ROOT).as_posix() for path in VENDOR.values()}
    assert {name for name in tracked if (ROOT / name).exists()} | borrowed <= held
    assert {name.partition("/")[0] for name in held} == {*PARTS, f"unassign-{VERSION}.dist-info"}
    # The licenses of what others have written go with it.
    packages = {name.split("/")[4] for name in held if "/node_modules/" in name}
    for package in packages:
        assert any(f"/node_modules/{package}/LICENSE" in name for name in held), package
    assert f"unassign-{VERSION}.dist-info/licenses/NOTICE.md" in held


def test_everything_it_needs_is_locked(python: Path) -> None:
    assert "No broken requirements found" in run(str(python), "-m", "pip", "check")


async def test_it_rehearses_from_another_folder_and_writes_nothing_where_it_is_installed(
    python: Path, tmp_path: Path
) -> None:
    before = installed_files(python)
    page = free_port()
    process = await asyncio.create_subprocess_exec(
        *(str(python.parent / "unassign"), "rehearse"),
        *("--port", str(free_port()), "--page-port", str(page)),
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        while b"Unassign is ready. Open" not in (line := await process.stdout.readline()):
            assert line, "the rehearsal ended before it was ready"
        async with aiohttp.ClientSession(f"http://127.0.0.1:{page}") as session:
            async with session.get("/") as answer:
                assert answer.status == 200
                index = await answer.text()
            named = set(re.findall(r'(?:src|href)="(/[^"]+)"', index))
            named |= {f"/page/vendor/{name}" for name in VENDOR}
            named |= {f"/page/{name.relative_to(HERE).as_posix()}" for name in OWN}
            for address in sorted(named):
                async with session.get(address) as answer:
                    assert answer.status == 200, address
                    assert await answer.read(), address
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert installed_files(python) == before
    assert os.listdir(tmp_path) == [".rehearsal"]  # noqa: PTH208 - it is over, nothing waits
