"""Make the keys of an environment: `python -m deploy.toolkit.keys dev`.

They go into `env/.env.dev.user`, which git leaves out. A key that is there stays as it is, and none
is ever printed.
"""

import secrets
import string
import sys
from pathlib import Path
from typing import Final

from settings.keys import Maker, add_keys, random_key

FOLDER: Final = Path(__file__).parent / "env"


def _password() -> str:
    """Letters and digits, because it is part of a URL; at least one of each kind.

    Azure refuses a password of fewer than three kinds of characters
    (https://learn.microsoft.com/azure/postgresql/flexible-server/quickstart-create-server).
    """
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    while True:
        password = "".join(secrets.choice("".join(kinds)) for _ in range(48))
        if all(set(kind) & set(password) for kind in kinds):
            return password


KEYS: Final[dict[str, Maker]] = {
    "SECRET_TOKEN_KEYS": random_key,
    "SECRET_LINK_KEY": random_key,
    "SECRET_DATABASE_PASSWORD": _password,
    "SECRET_BOT_DATABASE_PASSWORD": _password,
    "SECRET_METRICS_TOKEN": _password,
}


def main() -> int:
    """Make them for the environment of that name."""
    environment = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if not (FOLDER / f".env.{environment}").exists():
        sys.stderr.write(f"There is no environment {environment} in {FOLDER}.\n")
        return 2
    file = FOLDER / f".env.{environment}.user"
    made = add_keys(file, KEYS)
    sys.stdout.write(f"{', '.join(made) or 'Nothing'} added to {file.name}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
