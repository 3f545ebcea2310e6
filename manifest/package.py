"""Build the Teams app package: `make package`, with the settings of the bot."""

import json
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from cards.words.languages import Languages
from manifest.checks import faults
from manifest.content import ICONS, Json, language_file, manifest, translation
from settings import SettingsError, SignIn, read_settings

HERE: Final = Path(__file__).parent
TARGET: Final = Path("build") / "unassign-teams.zip"
#: The manifest for Microsoft's Agents Toolkit, which puts its own values in.
TEMPLATE: Final = HERE / "manifest.json"
#: Names in the Agents Toolkit, which gives the app in Teams a separate id.
PLACEHOLDERS: Final = ("${{BOT_ID}}", "${{BOT_DOMAIN}}")
TEAMS_ID: Final = "${{TEAMS_APP_ID}}"


class PackageError(Exception):
    """A package that Teams would reject; the message says why."""


def build(app_id: str, public_url: str, target: Path, *, people_sign_in: bool = True) -> None:
    """Write the package: the manifest for this app id and host, languages and icons.

    Teams knows a page by its host alone. Raises `PackageError`.
    """
    languages = Languages().all
    host = urlsplit(public_url).netloc
    content = manifest(app_id, host, languages, people_sign_in=people_sign_in)
    files = {icon: (HERE / "icons" / icon).read_bytes() for icon in ICONS.values()}
    for name, text in language_files().items():
        files[name] = text.encode()
    if wrong := faults(content, files):
        raise PackageError(" ".join(wrong))
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("manifest.json", _text(content))
        for name, file in files.items():
            package.writestr(name, file)


def language_files() -> dict[str, str]:
    """The file of each further language, by its path next to the manifest."""
    return {language_file(texts): _text(translation(texts)) for texts in Languages().all[1:]}


def template() -> str:
    """The manifest of Microsoft's Agents Toolkit: its placeholders, icons where they lie.

    The toolkit packs what the manifest names: the files of `language_files` too.
    """
    content = manifest(*PLACEHOLDERS, Languages().all)
    icons = {kind: f"icons/{file}" for kind, file in ICONS.items()}
    return _text(content | {"id": TEAMS_ID, "icons": icons})


def write_template(folder: Path = HERE) -> None:
    """Write the manifest for the toolkit, and the languages it names, into a folder."""
    for name, text in {TEMPLATE.name: template(), **language_files()}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def main() -> int:
    """Build it for the settings of this environment; 2 when they are not complete."""
    if "--template" in sys.argv[1:]:
        write_template()
        return 0
    try:
        settings = read_settings()
    except SettingsError as error:
        return _refused(str(error))
    if not (settings.app_id and settings.public_url):
        return _refused("The package needs UNASSIGN_APP_ID and UNASSIGN_PUBLIC_URL.")
    people_sign_in = settings.signs_in is SignIn.DELEGATED
    try:
        build(settings.app_id, settings.public_url, TARGET, people_sign_in=people_sign_in)
    except PackageError as error:
        return _refused(str(error))
    sys.stdout.write(f"{TARGET}\n")
    return 0


def _text(content: Json) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _refused(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
