"""Build the Teams app package: `python -m manifest.package`, with the settings of the bot."""

import sys
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from settings import SettingsError, read_settings

HERE = Path(__file__).parent
TARGET = Path("build") / "unassign-teams.zip"
ICONS = ("color.png", "outline.png")


def build(app_id: str, public_url: str, target: Path) -> None:
    """Write the package: the manifest for this app id and host, and its two icons.

    Teams knows a page by its host alone (Microsoft Teams, "App manifest schema", validDomains).
    """
    text = (HERE / "manifest.json").read_text(encoding="utf-8")
    host = urlsplit(public_url).netloc
    text = text.replace("${{APP_ID}}", app_id).replace("${{PUBLIC_HOST}}", host)
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("manifest.json", text)
        for icon in ICONS:
            package.write(HERE / icon, icon)


def main() -> int:
    """Build it for the settings of this environment; 2 when they are not complete."""
    try:
        settings = read_settings()
    except SettingsError as error:
        return _refused(str(error))
    if not (settings.app_id and settings.public_url):
        return _refused("The package needs UNASSIGN_APP_ID and UNASSIGN_PUBLIC_URL.")
    build(settings.app_id, settings.public_url, TARGET)
    sys.stdout.write(f"{TARGET}\n")
    return 0


def _refused(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
