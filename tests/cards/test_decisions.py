"""What each card lets a person do, and what it never leaves out."""

from typing import Any

import pytest

from cards.kit.actions import Field, Verb
from cards.kit.card import Card
from cards.runs.ended import End
from tests.cards.samples import every_card
from tests.cards.test_every_card import parts

CARDS = every_card()


RESULTS = (
    "result",
    "result-stopped",
    "result-clean",
    "result-nothing",
    "result-undone-part",
    "result-undone",
    "result-reader",
    "undo-result",
)


def actions(card: Card) -> list[dict[str, Any]]:
    return [part for part in parts(card) if part.get("type") == "Action.Execute"]


def verbs(card: Card) -> list[str]:
    return [action["verb"] for action in actions(card)]


def shown(card: Card) -> str:
    return " ".join(str(part["text"]) for part in parts(card) if "text" in part)


def inputs(card: Card) -> dict[str, dict[str, Any]]:
    return {str(p["id"]): p for p in parts(card) if str(p.get("type")).startswith("Input.")}


def test_the_home_card_offers_the_three_journeys_and_help() -> None:
    first = [Verb.BY_PRODUCT, Verb.BY_USER, Verb.MANY_USERS, Verb.FINDINGS]
    assert verbs(CARDS["home"]) == [*first, Verb.HISTORY, Verb.HELP]
    assert Verb.FINDINGS not in verbs(CARDS["home-requests-only"])


def test_the_home_card_has_a_line_for_each_paid_product_and_says_which_is_full() -> None:
    said = shown(CARDS["home"])
    assert "Microsoft 365 E3: 274 of 300 assigned" in said
    assert "Power Automate Free" not in said.partition("and 3 more products")[0]
    assert said.count("Full") == 1


def test_the_home_card_has_no_journeys_for_someone_who_may_use_none() -> None:
    assert verbs(CARDS["home-not-allowed"]) == [Verb.HOME, Verb.HISTORY, Verb.HELP]


def test_the_home_card_offers_to_continue_only_where_a_walk_is_open() -> None:
    assert Verb.RESUME in verbs(CARDS["home-resume"])
    assert Verb.RESUME not in verbs(CARDS["home"])


def test_without_products_the_home_card_still_greets_and_says_why() -> None:
    assert "isn't responding" in shown(CARDS["home-unavailable"])
    assert Verb.BY_USER in verbs(CARDS["home-unavailable"])


@pytest.mark.parametrize("name", ["preview", "preview-one"])
def test_two_warnings_stand_on_every_preview(name: str) -> None:
    said = shown(CARDS[name])
    assert "Permanently deleted" in said
    assert "after Dec 24, 2026" in said
    assert "Lost to eDiscovery" in said


def test_onedrive_is_warned_of_only_where_someone_loses_it() -> None:
    assert "possibly from Nov 24, 2027" in shown(CARDS["preview"])
    assert "OneDrive possibly" not in shown(CARDS["preview-no-mailbox"])
    details = shown(CARDS["details-losses"])
    assert "read-only on Saturday, January 23, 2027" in details
    assert "recycle bin, on Thursday, February 25, 2027" in details


def test_office_notices_are_named_without_unfolding_anything() -> None:
    values = [str(part["value"]) for part in parts(CARDS["details-losses"]) if "value" in part]
    assert any(value.endswith("will see “Unlicensed Product”") for value in values)


def test_a_preview_in_which_nothing_goes_says_why_and_offers_only_the_way_back() -> None:
    assert verbs(CARDS["preview-nothing"]) == [Verb.BACK]
    assert "assigned through groups" in shown(CARDS["preview-nothing"])


def test_the_button_says_that_approval_is_next_where_that_is_known() -> None:
    titles = {
        name: [action["title"] for action in actions(CARDS[name])]
        for name in ("preview", "preview-asks")
    }
    assert titles["preview"][0] == "Continue"
    assert titles["preview-asks"][0] == "Ask for approval"


def test_four_boxes_stand_on_one_card() -> None:
    assert list(inputs(CARDS["confirm-full"])) == [
        Field.ACCEPT_DELETION,
        Field.ACCEPT_EDISCOVERY,
        Field.ACCEPT_CASES,
        Field.ACCEPT_UNKNOWN,
    ]


def test_only_the_confirmation_can_remove() -> None:
    removing = {name for name, card in CARDS.items() if Verb.REMOVE in verbs(card)}
    assert removing == {name for name in CARDS if name.startswith("confirm")}


def test_only_the_confirmation_of_an_undo_can_restore() -> None:
    giving = {name for name, card in CARDS.items() if Verb.RESTORE in verbs(card)}
    assert giving == {"undo-confirm", "undo-confirm-late"}


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("progress", [Verb.PAUSE, Verb.STOP]),
        ("progress-start", [Verb.PAUSE, Verb.STOP]),
        ("progress-first", [Verb.PAUSE, Verb.STOP]),
        ("progress-paused", [Verb.GO_ON, Verb.STOP]),
        ("progress-asks", [Verb.GO_ON, Verb.STOP]),
        ("progress-waits", [Verb.GO_ON, Verb.STOP]),
        ("progress-stopping", []),
    ],
)
def test_a_run_offers_the_brakes_that_make_sense(name: str, held: list[Verb]) -> None:
    assert verbs(CARDS[name]) == [*held, Verb.REFRESH]


def test_what_is_shown_by_the_bar_is_said_in_words_too() -> None:
    assert "8 of 24 people done" in shown(CARDS["progress"])
    assert "about 4 minutes left" in shown(CARDS["progress"])


def test_a_result_offers_the_way_back_only_for_what_was_removed() -> None:
    assert Verb.UNDO in verbs(CARDS["result"])
    assert Verb.UNDO not in verbs(CARDS["undo-result"])
    assert Verb.UNDO not in verbs(CARDS["undo-nothing"])


def test_a_preview_in_which_nothing_comes_back_has_no_way_on() -> None:
    for name in ("undo-preview-nothing", "undo-preview-no-one"):
        assert Verb.NEXT not in verbs(CARDS[name])


def test_deleted_data_has_a_box_of_its_own_when_restoring() -> None:
    assert set(inputs(CARDS["undo-confirm-late"])) == {Field.ACCEPT_DATA_GONE}
    assert inputs(CARDS["undo-confirm"]) == {}
    lines = shown(CARDS["undo-confirm-late"])
    assert "1 mailbox, kept until Dec 24, 2026" in lines
    assert "5 Cloud PCs" in lines
    assert "possibly 5 OneDrives" in lines
    assert "The licenses don't restore it." in shown(CARDS["undo-preview-late"])
    assert "Will be restored:  21 mailboxes until Dec 24, 2026" in shown(CARDS["undo-preview"])


def test_each_loss_has_a_box_of_its_own_that_must_be_ticked() -> None:
    boxes = inputs(CARDS["confirm"])
    assert set(boxes) == {Field.ACCEPT_DELETION, Field.ACCEPT_EDISCOVERY}
    assert all(box["isRequired"] and box["value"] == "false" for box in boxes.values())


def test_back_and_cancel_work_while_a_required_box_is_empty() -> None:
    for action in actions(CARDS["confirm"]):
        leaves_boxes_out = action.get("associatedInputs") == "none"
        assert leaves_boxes_out == (action["verb"] in {Verb.BACK, Verb.CANCEL})


def test_only_the_button_that_removes_is_destructive() -> None:
    found = [action for card in CARDS.values() for action in actions(card)]
    destructive = {a["verb"] for a in found if a.get("style") == "destructive"}
    assert destructive == {Verb.REMOVE}


@pytest.mark.parametrize(
    ("name", "offers"),
    [
        # One of them is what the client does by itself.
        ("request", [Verb.LOOK, Verb.LOOK]),
        ("request-approver", [Verb.APPROVE, Verb.REJECT, Verb.ASK_QUESTION, Verb.WHY]),
        ("request-approver-no", [Verb.REJECT, Verb.ASK_QUESTION, Verb.WHY]),
        (
            "request-requester",
            [Verb.ANSWER_QUESTION, Verb.CHANGE, Verb.WITHDRAW, Verb.REMIND, Verb.WHY],
        ),
        ("request-other", [Verb.WHY]),
        ("request-approved", [Verb.WHY]),
        ("request-done", [Verb.ASK_AGAIN, Verb.WHY]),
    ],
)
def test_a_request_offers_each_viewer_what_they_can_do(name: str, offers: list[Verb]) -> None:
    assert verbs(CARDS[name]) == offers


def test_a_view_for_each_viewer_is_asked_for_by_those_who_are_named() -> None:
    refresh: Any = CARDS["request"]["refresh"]
    assert refresh["userIds"] == ["29:1alexAAAA", "29:1adeleAAA"]
    assert refresh["action"]["verb"] == Verb.LOOK
    assert "refresh" not in CARDS["request-approver"]


@pytest.mark.parametrize("name", ["request", "preview", "undo-preview"])
def test_the_details_open_in_a_dialog(name: str) -> None:
    opening: list[Any] = [p for p in parts(CARDS[name]) if p.get("title") == "Details"]
    assert [action["data"]["msteams"] for action in opening] == [{"type": "task/fetch"}]


def test_corrections_are_numbered_as_in_the_draft() -> None:
    found = inputs(CARDS["people-problems"])
    assert found["fix_0"]["value"] == "what is the weather"
    assert [choice["value"] for choice in found["fix_1"]["choices"]] == ["u0", "u1", "u2"]


def test_by_product_the_search_looks_among_the_holders() -> None:
    assert inputs(CARDS["people"])["people"]["choices.data"]["dataset"] == "holders/t-3f9a"
    assert inputs(CARDS["people-first"])["people"]["choices.data"]["dataset"] == "people"


def test_by_user_only_direct_licenses_have_a_box() -> None:
    assert set(inputs(CARDS["licenses"])) == {"license_m365-e3", "license_o365-e1", "license_visio"}
    assert "Power BI Pro, through the groups Sales Europe and Analysts" in shown(CARDS["licenses"])


def test_of_many_people_all_licenses_through_groups_are_counted() -> None:
    said = shown(CARDS["licenses-many"])
    assert "10 licenses of Office 365 E1 and Power BI Pro" in said


@pytest.mark.parametrize("end", End)
def test_a_card_that_is_over_has_no_buttons(end: End) -> None:
    assert verbs(CARDS[f"ended-{end}"]) == []


def test_the_result_counts_people_and_licenses_and_names_the_last_day() -> None:
    said = shown(CARDS["result"])
    assert "16 of 24 people done, 2 unconfirmed, 2 failed, 2 skipped (changed)" in said
    assert "24 licenses removed (3 still assigned through a group), 15 not removed" in said
    assert "16 mailboxes after Dec 24, 2026" in said
    assert "Diego Siciliani" not in said
    assert "Diego Siciliani:  Failed: Microsoft 365 E3." in shown(CARDS["result-nothing"])


def test_a_result_offers_what_can_follow_and_nothing_else() -> None:
    offered = {name: set(verbs(CARDS[name])) - {Verb.HOME, Verb.DETAILS} for name in RESULTS}
    assert offered == {
        "result": {Verb.TRY_AGAIN, Verb.DO_REST, Verb.UNDO},
        "result-stopped": {Verb.DO_REST, Verb.UNDO},
        "result-clean": {Verb.UNDO},
        "result-nothing": {Verb.TRY_AGAIN},
        "result-undone-part": {Verb.DO_REST, Verb.UNDO},
        "result-undone": set(),
        "result-reader": set(),
        "undo-result": {Verb.TRY_AGAIN},
    }


def test_the_headline_of_a_result_names_the_product_and_the_person() -> None:
    found = {name: shown(CARDS[name]) for name in RESULTS}
    assert "Removed Microsoft 365 E3 from Adele Vance" in found["result-clean"]
    assert "Removed 24 licenses from 17 of 24 people" in found["result"]
    assert "No licenses were removed" in found["result-nothing"]
    assert "Partly undone by receipt 45 (5 of 12)." in found["result-undone-part"]
    assert "Undone by receipts 45 and 46 (1 of 1)." in found["result-undone"]
