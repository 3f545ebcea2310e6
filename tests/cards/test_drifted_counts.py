"""The button of an approval counts only the people from whom something will go."""

import json
from dataclasses import replace

from cards.approvals.request import Viewer
from licensing.plans.drift import Drift
from licensing.requests.model import Drifted
from tests.cards.request_samples import drawn, participant, request
from tests.cards.samples import TAME, mixed, plan


def test_people_who_changed_are_not_counted_on_the_button() -> None:
    names = TAME
    made = plan(8, names, mixed(names))
    held = (Drifted(participant(2, names), Drift.DELETED, 2),)
    asked = replace(request(names), held_back=held)
    card = json.dumps(drawn(made, asked, names, viewer=Viewer.APPROVER))
    left = (made.summary.licenses - 2, made.summary.affected - 1)
    assert f"Approve: remove {left[0]} licenses from {left[1]} people" in card
