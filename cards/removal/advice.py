"""What to think of before a license is removed: only what fits the people of the plan.

Source: Microsoft 365, "Unassign licenses from users" and the pages it leads to.
"""

from collections.abc import Mapping

from microsoft_teams.cards import CardElement
from microsoft_teams.cards.core import Action

from cards.kit.blocks import link, run, runs, subheading, text
from cards.kit.card import fold
from cards.words.links import Links
from cards.words.texts import Texts
from licensing.losses.rules import RULES
from licensing.losses.services import Data
from licensing.plans.advice import Advice, applicable_advice
from licensing.plans.summary import Summary


def before_button(summary: Summary, texts: Texts) -> Action:
    """A button that unfolds the advice."""
    urls = _urls(texts.links)
    items: list[CardElement] = []
    for advice, people in applicable_advice(summary):
        said = texts.advice.advice[advice]
        if advice is Advice.TAKE_OVER:
            items.append(text(said))
        else:
            items.append(
                runs(run(texts.common.label(texts.advice.advice_for(people)), bold=True), run(said))
            )
        items.append(link(texts.advice.advice_links[advice], urls[advice], spacing="None"))
    items += [
        text(texts.advice.before_by_hand),
        link(texts.common.users_page, texts.links.users_page, spacing="None"),
        text(texts.advice.before_powershell),
        link(texts.advice.before_powershell_link, texts.links.powershell, spacing="None"),
        subheading(texts.advice.related),
    ]
    items += [link(title, url) for title, url in _related(texts)]
    return fold(texts.advice.before, items)


def _urls(links: Links) -> Mapping[Advice, str]:
    return {
        Advice.DELETE_ACCOUNT: links.delete_account,
        Advice.CONVERT_MAILBOX: links.convert_mailbox,
        Advice.INACTIVE_MAILBOX: links.keep_mailbox,
        Advice.BLOCK_SIGN_IN: links.block_sign_in,
        Advice.HAND_OVER_ONEDRIVE: links.hand_over_onedrive,
        Advice.SAVE_CLOUD_PC: links.page(RULES[Data.CLOUD_PC].source),
        Advice.KEEP_NUMBER: links.phone_numbers,
        Advice.NO_LICENSE_NEEDED: links.shared_mailboxes,
        Advice.TAKE_OVER: links.self_service,
    }


def _related(texts: Texts) -> list[tuple[str, str]]:
    return [
        (texts.advice.related_former, texts.links.former_employee),
        (texts.advice.related_inactive, texts.links.inactive_mailboxes),
        (texts.advice.related_subscriptions, texts.links.subscriptions),
        (texts.advice.related_fewer, texts.links.fewer_licenses),
        (texts.advice.related_assign, texts.links.assign),
    ]
