"""`app.py rehearse`: the bot with a rehearsal tenant; needs no account."""

import argparse
import asyncio
import os
import sys

from cryptography.fernet import Fernet

from commands.arguments import ROOT
from commands.rehearsed import keep_environment
from sandbox import rehearsal, server
from sandbox.entra.registration import SECRET
from sandbox.organization import personas
from sandbox.organization.casefile import CaseError, load_case
from sandbox.organization.generate import generate
from sandbox.teams import pages

#: The default policy of a rehearsal.
POLICY = ROOT / "sandbox" / "examples" / "policy.yaml"


def rehearse(options: argparse.Namespace) -> int:
    """Serve the bot with a rehearsal tenant until interrupted.

    Returns 2 for a case or a folder that can't be used, and where the page's packages are missing.
    """
    try:
        organization = (
            load_case(options.case) if options.case else generate(options.people, options.seed)
        )
    except CaseError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not pages.complete():
        sys.stderr.write(f"{pages.MISSING}\n")
        return 2
    folder = options.folder.absolute()
    page = f"http://127.0.0.1:{options.page_port}"
    bot_url = f"http://127.0.0.1:{options.port}"
    app_id = "" if options.unsigned else personas.BOT_ID.removeprefix("28:")
    registered = {
        "UNASSIGN_APP_ID": app_id,
        "UNASSIGN_APP_PASSWORD": SECRET if app_id else "",
        "UNASSIGN_TOKEN_KEYS": Fernet.generate_key().decode() if app_id else "",
        "UNASSIGN_SIGN_IN": "",
        # Those of a tenant, which another tool may have set.
        "CLIENT_ID": "",
        "CLIENT_SECRET": "",
    }
    environment = {
        "UNASSIGN_PORT": str(options.port),
        "UNASSIGN_REHEARSAL_URL": page,
        "UNASSIGN_TENANT_ID": personas.TENANT,
        "UNASSIGN_DATABASE_URL": f"sqlite+aiosqlite:///{folder.as_posix()}/ledger.db",
        "UNASSIGN_POLICY_FILE": os.environ.get("UNASSIGN_POLICY_FILE") or str(POLICY),
        **registered,
    }
    try:
        keep_environment(folder, environment)
    except OSError as error:
        sys.stderr.write(
            f"The folder {folder} can't be written: {error.strerror}. Choose another: --folder\n"
        )
        return 2
    bot = rehearsal.Bot(
        command=(sys.executable, str(ROOT / "app.py")), environment=environment, url=bot_url
    )
    # The tenant starts from scratch, so the ledger does too.
    for left in folder.glob("ledger.db*"):
        left.unlink()
    sandbox = server.create_app(organization, bot_url=bot_url, public_url=page, app_id=app_id)
    try:
        # The usual loop, also on Windows: only that one starts processes there.
        return asyncio.run(
            rehearsal.rehearse(sandbox, host="127.0.0.1", port=options.page_port, bot=bot)
        )
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0
