"""A rehearsal tenant with many people: `python -m bench.crowd PORT BOT_URL PEOPLE`.

Each of them has Office 365 E3 directly.
"""

import sys
from dataclasses import replace
from typing import Final

from aiohttp import web

from sandbox.organization.accounts import direct, id_of
from sandbox.organization.generate import generate, seated
from sandbox.organization.organization import Account, Organization
from sandbox.organization.personas import DOMAIN
from sandbox.organization.products import CATALOG
from sandbox.server import create_app

E3: Final = CATALOG["ENTERPRISEPACK"].id
#: The personas, whose roles are needed.
_FEW: Final = 3


def address(number: int) -> str:
    """Return the address of one of the people, from 0."""
    return f"crowd{number:06}@{DOMAIN}"


def organization(people: int) -> Organization:
    """Return the personas and the people."""
    few = generate(_FEW, 1)
    held = direct(("ENTERPRISEPACK",), "2025-06-16T09:30:00Z")
    crowd = (
        Account(
            id=id_of(address(number)),
            name=f"Crowd {number:06}",
            address=address(number),
            mail=address(number),
            assignments=held,
        )
        for number in range(people)
    )
    bare = (replace(persona, assignments=()) for persona in few.people)
    accounts = (*bare, *crowd)
    return replace(few, people=accounts, products=seated(CATALOG.values(), accounts))


def main(port: int, bot_url: str, people: int) -> None:
    """Serve until stopped."""
    app = create_app(organization(people), bot_url=bot_url, public_url=f"http://127.0.0.1:{port}")
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
