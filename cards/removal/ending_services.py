"""What ends immediately without any data deleted: a line for each service, the rest unfolds."""

from typing import Final

from microsoft_teams.cards import CardElement

from cards.kit.blocks import box, buttons, facts, run, runs, subheading
from cards.kit.card import fold
from cards.kit.escaping import LONGEST_NAME
from cards.removal.statements import losers
from cards.removal.warnings import rule_link
from cards.words.groups.phrases import capital
from cards.words.texts import Texts
from licensing.losses.services import Data
from licensing.plans.summary import Summary

#: Kinds that have a separate warning.
_WARNED: Final = frozenset(
    {
        Data.MAILBOX,
        Data.CLOUD_PC_BUSINESS,
        Data.CLOUD_PC,
        Data.UNKNOWN,
        Data.ONEDRIVE,
        Data.ONEDRIVE_STAYS,
        Data.ARCHIVE,
        Data.MAILBOX_SPACE,
    }
)


def ending_services(
    summary: Summary, texts: Texts, limit: int = LONGEST_NAME
) -> CardElement | None:
    """Which services end for how many people; None for none. Names are cut to `limit`."""
    kinds = [kind for kind in Data if kind not in _WARNED and summary.losing.get(kind)]
    if not kinds:
        return None
    pairs = [
        (
            capital(texts.losses.data_names[kind]),
            texts.preview.ending_for(kind, summary.losing[kind]),
        )
        for kind in kinds
    ]
    detail: list[CardElement] = []
    for kind in kinds:
        name = run(texts.common.label(capital(texts.losses.data_names[kind])), bold=True)
        detail += [
            runs(name, run(texts.losses.data_rules[kind])),
            runs(run(losers(summary, kind, texts, limit), subtle=True), spacing="None"),
            rule_link(kind, texts, spacing="None"),
        ]
    return box(
        "emphasis",
        subheading(texts.losses.ends_title),
        facts(*pairs),
        buttons(fold(texts.losses.ends_detail, detail)),
    )
