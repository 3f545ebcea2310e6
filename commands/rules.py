"""`app.py rules`: prints docs/what-is-lost.md."""

from collections.abc import Iterator
from datetime import date, timedelta

from cards.words.groups.phrases import capital
from cards.words.languages import english
from cards.words.texts import Texts
from licensing.losses.dependencies import REQUIREMENTS, Effect
from licensing.losses.losses import held_until
from licensing.losses.rules import DELAYED, RULES, DataEvent, Rule
from licensing.losses.services import Data
from licensing.runs.lost_things import NUMBERS

_HEAD = (
    "# What is lost, and when\n"
    "\n"
    "This page is written by `python app.py rules` from the rules in `licensing/losses/rules.py`"
    " and `licensing/losses/dependencies.py`, which the bot uses; a test compares it with "
    "them. Days are counted from the removal of the last license that provides it. "
    "Nothing is lost that another remaining assignment still provides: directly or through a "
    "group, with that service switched on, in a state that works. Products and their "
    "services are those of your tenant; which service provides what is a list of ids "
    "in `licensing/losses/` (`plan_ids.py`, `cloud_pc_ids.py`, `dynamics_ids.py`), after "
    "Microsoft's [product names and service plan "
    "identifiers](https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).\n"
    ""
)

_TAIL = (
    "## Other rules\n"
    "\n"
    "- **A shared, room or equipment mailbox** remains without a license, up to 50 GB, "
    "without an archive and without a hold ([Microsoft's "
    "page](https://learn.microsoft.com/microsoft-365/admin/email/about-shared-mailboxes))."
    " If the kind of a mailbox can't be read, it counts as a person's mailbox.\n"
    "- **OneDrive** follows Microsoft's rule of July 2026 (MC1381110). The days are counted as if "
    "no one paid: while your organization pays for archived files, the count to day 275 and day "
    "365 pauses. If it chose another archive day, set `UNASSIGN_ONEDRIVE_ARCHIVE_DAY`; the "
    "files are read-only 33 days before.\n"
    "- **OneDrive** is not archived for schools and in the US Government's clouds. The "
    "bot recognizes these by the configured cloud and by the service itself.\n"
    "- **Each Cloud PC and each application of Dynamics 365** is separate: keeping one "
    "does not keep another.\n"
    "- **A product that the tenant no longer lists** is read from Microsoft's table, and keeps "
    "nothing. For one that is in no table, a warning says that its contents are unknown; a "
    "service that Microsoft added to a known product since is named.\n"
    "- **The last day** on which a license surely brings something back is the same on each card "
    "and in an undo. A Cloud PC is deleted in the course of its day, so the day before is the "
    "last. An archived OneDrive may be in the recycle bin instead, from which it may not come "
    "back.\n"
    "- **A subscription that is suspended, locked out or deleted** keeps nothing, and frees no "
    "seat.\n"
    "- **Microsoft has no page that says** that the directory refuses to remove Exchange Online "
    "from a person with Defender for Office 365, Plan 2; people report it, so it is listed as "
    "possible.\n"
    "- **A smaller mailbox** is listed if the remaining one has less storage: 100 GB with "
    "Exchange Online Plan 2, 50 GB with Plan 1, 2 GB with Kiosk.\n"
    "- **A new assignment state** that Microsoft adds counts as working for removed licenses and "
    "as not working for remaining ones, so that a doubt leads to a warning.\n"
    ""
)
_COLUMNS = (
    "| Rule | What | At once | On which day | A license brings it back | Meaning | Source |",
    "|---|---|---|---|---|---|---|",
)


def rules_page() -> str:
    """The whole page, in Markdown."""
    texts = english()
    return "\n".join(
        [_HEAD, *_losses(texts), "", *_delayed(texts), "", *_needs(), "", _TAIL.rstrip(), ""]
    )


def print_rules() -> int:
    """Print the page."""
    print(rules_page(), end="")
    return 0


def _losses(texts: Texts) -> Iterator[str]:
    yield "## Kinds of data"
    yield ""
    yield from _COLUMNS
    for rule in RULES.values():
        yield _row(rule, texts)


def _delayed(texts: Texts) -> Iterator[str]:
    yield "Where Exchange Online waits first (`UNASSIGN_MAILBOX_DELAY`):"
    yield ""
    yield from _COLUMNS
    for rule in DELAYED.values():
        yield _row(rule, texts)


def _row(rule: Rule, texts: Texts) -> str:
    days = ", ".join(
        f"day {one.days}: {texts.losses.event_name(rule.data, one.event)}" for one in rule.stages
    )
    cells = (
        f"`{rule.id}`",
        capital(texts.losses.data_names[rule.data]),
        "ends" if rule.ends_immediately else "goes on",
        days or ("not known" if rule.data is Data.UNKNOWN else "nothing is deleted"),
        _comes_back(rule),
        texts.losses.data_rules[rule.data],
        f"[Microsoft]({rule.source})",
    )
    return f"| {' | '.join(cells)} |"


def _comes_back(rule: Rule) -> str:
    """Through which day a license surely brings everything back."""
    if rule.data in NUMBERS:
        return "all but the phone number"
    if rule.data is Data.UNKNOWN:
        return "not known"
    days = next((one.days for one in rule.stages if one.event is DataEvent.DELETED), None)
    if days is None:
        return "always"
    removed = date(2026, 1, 1)
    last = held_until(rule.data, removed + timedelta(days=days)) - removed
    return f"through day {last.days}" if last.days else "on the day of the removal"


def _needs() -> Iterator[str]:
    yield "## Add-ons that need something else"
    yield ""
    yield "| Rule | When what it needs goes | Source |"
    yield "|---|---|---|"
    effects = {
        Effect.BLOCKS: "Microsoft 365 refuses the removal, unless both go together",
        Effect.MAY_BLOCK: "Microsoft 365 may refuse the removal, unless both go together",
        Effect.STOPS: "the license stays and does not work any longer",
        Effect.PART_STOPS: "a part of the license does not work any longer",
    }
    for need in REQUIREMENTS:
        yield f"| `{need.id}` | {effects[need.effect]} | [Microsoft]({need.source}) |"
