"""Write a policy file or a price table as one line for Azure: `python -m deploy.encode FILE`.

The file is read as the bot reads it, so that a mistake is named before anything is deployed.
"""

import base64
import sys
from pathlib import Path

from settings.errors import SettingsError
from settings.policy import read_policy
from settings.price_file import read_prices


def encoded(file: Path) -> str:
    """Return the file in Base64. Raises `SettingsError`, which names the wrong line."""
    if file.suffix == ".toml":
        read_prices(file)
    else:
        read_policy(file)
    return base64.b64encode(file.read_bytes()).decode()


def main() -> int:
    """Print the file that is named."""
    if len(sys.argv) != 2:
        sys.stderr.write("Name one file: a policy in YAML or a price table in TOML.\n")
        return 2
    try:
        sys.stdout.write(f"{encoded(Path(sys.argv[1]))}\n")
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
