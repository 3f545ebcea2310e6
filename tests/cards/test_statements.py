"""Microsoft's two statements stand on every card from which licenses can be removed."""

import json
from datetime import date
from typing import Any

import pytest

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.removal.statements import Statement, shows_statements
from licensing.losses.rules import Terms
from licensing.losses.services import Data
from licensing.plans.draft import Consent
from licensing.plans.statements import needed_consents, unsearchable_kinds
from tests.cards.samples import DAY, TAME, every_card, losing, partial_plans
from tests.cards.test_every_card import parts

CARDS = every_card()

#: Buttons that remove, let remove, or lead to the card that does.
_LEADS = {Verb.REMOVE, Verb.SEND_REQUEST, Verb.APPROVE}
_PREVIEWS = [name for name in CARDS if name.startswith("preview")]
#: Losses in the details, which lead nowhere.
_DETAILS = [name for name in CARDS if name.startswith("details-losses")]


def verbs(card: Card) -> set[str]:
    return {str(part["verb"]) for part in parts(card) if part.get("type") == "Action.Execute"}


def leads_to_removal(name: str) -> bool:
    """Whether a button of a card, or of the request it belongs to, can lead to a removal."""
    found = verbs(CARDS[name])
    asks = bool(found & {Verb.REJECT, Verb.ASK_QUESTION, Verb.WITHDRAW})
    channel = name.startswith("request") and Verb.LOOK in found
    preview = name in _PREVIEWS and Verb.NEXT in found
    return bool(found & _LEADS) or asks or channel or preview


LEADING = [name for name in CARDS if leads_to_removal(name)]


def shown(card: Card) -> str:
    return " ".join(str(part.get("text") or part.get("title") or "") for part in parts(card))


def said_at(card: Card, statement: Statement) -> str:
    """The words of a statement; empty where it is not on the card."""
    for part in parts(card):
        if part.get("id") == statement:
            found = [str(one.get("text") or one.get("title") or "") for one in parts(part)]
            return " ".join(found)
    return ""


def test_cards_of_every_kind_lead_to_a_removal() -> None:
    kinds = ("preview", "confirm", "submit", "request", "request-approver", "request-requester")
    assert {*kinds, "request-full", "request-full-channel"} <= set(LEADING)
    assert len(LEADING) > 30


@pytest.mark.parametrize("name", LEADING + _DETAILS)
def test_a_card_that_leads_to_a_removal_shows_both_statements(name: str) -> None:
    card = CARDS[name]
    assert shows_statements(card)
    both = said_at(card, Statement.NOTHING_LOST) or said_at(card, Statement.NOT_KNOWN)
    deletion = said_at(card, Statement.DELETION) or both
    search = said_at(card, Statement.EDISCOVERY) or both
    assert "delet" in deletion
    assert "eDiscovery" in search


@pytest.mark.parametrize("name", CARDS)
def test_no_other_card_passes_for_one_that_shows_them(name: str) -> None:
    also = "request-other" in name or name in _DETAILS
    assert shows_statements(CARDS[name]) == (name in LEADING or also)


@pytest.mark.parametrize("kind", ["preview", "confirm", "submit", "request", "details-losses"])
def test_where_nothing_is_lost_one_calm_sentence_says_so(kind: str) -> None:
    card = CARDS[f"{kind}-nothing-lost"]
    said = said_at(card, Statement.NOTHING_LOST)
    assert "Nothing is deleted, and nothing is lost to eDiscovery" in said
    assert "SharePoint" in said
    assert "kept for 30 days" not in shown(card)
    styles = {part.get("style") for part in parts(card) if part.get("type") == "Container"}
    assert not styles & {"attention", "warning"}
    boxes = [part for part in parts(card) if part.get("type") == "Input.Toggle"]
    assert boxes == []


@pytest.mark.parametrize("kind", ["preview", "confirm", "submit", "request", "details-losses"])
def test_a_cloud_pc_alone_has_its_own_day_and_no_other(kind: str) -> None:
    card = CARDS[f"{kind}-cloud-pc"]
    said = said_at(card, Statement.DELETION)
    assert "Dec 1, 2026" in said or "Tuesday, December 1, 2026" in said
    assert "30 days" not in shown(card)
    assert "December 24" not in shown(card)
    assert "Dec 24" not in shown(card)
    assert "as much as before" in said_at(card, Statement.EDISCOVERY)


@pytest.mark.parametrize("kind", ["preview", "confirm", "submit", "request", "details-losses"])
def test_an_archive_that_goes_is_lost_to_ediscovery_too(kind: str) -> None:
    said = said_at(CARDS[f"{kind}-archive"], Statement.EDISCOVERY)
    assert "2 mail archives" in said


_KINDS = ["preview", "confirm", "submit", "request", "details-losses"]


@pytest.mark.parametrize("kind", _KINDS)
def test_a_onedrive_alone_may_be_deleted_and_is_lost_to_ediscovery(kind: str) -> None:
    card = CARDS[f"{kind}-onedrive"]
    deletion, search = said_at(card, Statement.DELETION), said_at(card, Statement.EDISCOVERY)
    short = kind in {"preview", "confirm", "submit", "request"}
    later = "Nov 24, 2027" if short else "Wednesday, November 24, 2027"
    assert f"{'possibly' if short else 'may be permanently deleted'} from {later}" in deletion
    assert ("from Aug 26, 2027" if short else "from Thursday, August 26, 2027 on") in search
    assert "Nothing is deleted" not in shown(card)
    assert "as much as before" not in shown(card)


@pytest.mark.parametrize("kind", _KINDS)
def test_what_is_not_known_never_reassures(kind: str) -> None:
    card = CARDS[f"{kind}-unknown"]
    said = said_at(card, Statement.NOT_KNOWN)
    assert "It isn't known whether data is deleted or lost to eDiscovery" in said
    assert TAME.products["visio"] in said
    partly = CARDS[f"{kind}-unknown-cloud-pc"]
    assert "Cloud PC" in said_at(partly, Statement.DELETION)
    assert "are unknown" in said_at(partly, Statement.EDISCOVERY)
    for one in (card, partly):
        assert "othing is deleted" not in json.dumps(one)
        assert "as much as before" not in json.dumps(one)


@pytest.mark.parametrize("kind", _KINDS)
def test_a_new_service_of_a_known_product_has_no_box_and_is_named_where_nothing_is_lost(
    kind: str,
) -> None:
    card = CARDS[f"{kind}-new-service"]
    said = said_at(card, Statement.NOTHING_LOST).strip()
    assert said.startswith("As far as is known, nothing is deleted")
    assert "NEW_SERVICE" in said
    assert [part for part in parts(card) if part.get("type") == "Input.Toggle"] == []


@pytest.mark.parametrize("kind", ["confirm", "submit"])
def test_one_box_is_about_what_is_not_known(kind: str) -> None:
    card = CARDS[f"{kind}-unknown"]
    [box] = [part for part in parts(card) if part.get("type") == "Input.Toggle"]
    assert (box["id"], box["isRequired"]) == (Field.ACCEPT_UNKNOWN, True)
    assert "unknown data loss" in str(box["title"])


def test_each_store_has_a_day_of_its_own_in_the_box_about_ediscovery() -> None:
    lost = frozenset({Data.MAILBOX, Data.ARCHIVE, Data.ONEDRIVE})
    summary = losing(TAME, lost, Terms(mailbox_delay=True)).summary
    assert unsearchable_kinds(summary, DAY) == (
        (Data.MAILBOX, date(2026, 12, 24)),
        (Data.ARCHIVE, date(2026, 12, 24)),
        (Data.ONEDRIVE, date(2027, 8, 26)),
    )


def test_one_box_lists_each_kind_with_its_number_and_day() -> None:
    said = said_at(CARDS["confirm-full"], Statement.DELETION)
    assert "4 mailboxes and 2 mail archives after Dec 24, 2026" in said
    assert "2 Cloud PCs on Dec 1, 2026" in said


def test_a_delayed_mailbox_says_how_long_it_works() -> None:
    said = said_at(CARDS["details-losses-delayed"], Statement.DELETION)
    assert "until Thursday, December 24, 2026. Then" in said
    assert "Saturday, January 23, 2027" in said
    assert "after Jan 23, 2027" in said_at(CARDS["confirm-delayed"], Statement.DELETION)


@pytest.mark.parametrize(
    ("kinds", "needed"),
    [
        (frozenset[Data](), frozenset[Consent]()),
        (frozenset({Data.POWER_BI, Data.TEAMS, Data.OFFICE}), frozenset[Consent]()),
        (frozenset({Data.MAILBOX_SPACE, Data.ONEDRIVE_STAYS}), frozenset[Consent]()),
        (frozenset({Data.CLOUD_PC}), frozenset({Consent.DELETION})),
        (frozenset({Data.ARCHIVE}), frozenset({Consent.DELETION, Consent.EDISCOVERY})),
        (frozenset({Data.MAILBOX}), frozenset({Consent.DELETION, Consent.EDISCOVERY})),
        (frozenset({Data.ONEDRIVE}), frozenset({Consent.DELETION, Consent.EDISCOVERY})),
        (frozenset({Data.UNKNOWN}), frozenset({Consent.UNKNOWN})),
        (
            frozenset({Data.UNKNOWN, Data.CLOUD_PC_BUSINESS}),
            frozenset({Consent.UNKNOWN, Consent.DELETION}),
        ),
    ],
)
@pytest.mark.parametrize("delay", [False, True])
def test_a_box_stands_exactly_where_something_is_lost(
    kinds: frozenset[Data], needed: frozenset[Consent], *, delay: bool
) -> None:
    summary = losing(TAME, kinds, Terms(mailbox_delay=delay)).summary
    assert needed_consents(summary, DAY) == needed
    assert needed_consents(summary, date(2027, 1, 31)) == needed


@pytest.mark.parametrize("name", partial_plans(TAME))
def test_the_boxes_of_a_card_are_the_ones_that_are_needed(name: str) -> None:
    plan = partial_plans(TAME)[name]
    fields = {
        Consent.DELETION: Field.ACCEPT_DELETION,
        Consent.EDISCOVERY: Field.ACCEPT_EDISCOVERY,
        Consent.UNKNOWN: Field.ACCEPT_UNKNOWN,
    }
    wanted = {str(fields[one]) for one in needed_consents(plan.summary, plan.day)}
    for kind in ("confirm", "submit"):
        toggles: list[dict[str, Any]] = [
            part for part in parts(CARDS[f"{kind}-{name}"]) if part.get("type") == "Input.Toggle"
        ]
        assert {str(toggle["id"]) for toggle in toggles} == wanted


def test_the_page_about_search_is_the_one_on_mailboxes_without_a_license() -> None:
    said = said_at(CARDS["details-losses"], Statement.EDISCOVERY)
    assert "content-search-reference#searching-disconnected-or-de-licensed-mailboxes" in said
