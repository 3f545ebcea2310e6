"""Who removed or restored licenses, when, and who approved it under which rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cards.kit.escaping import plains
from cards.kit.people import names_of
from cards.words.texts import Texts
from licensing.requests.model import Request
from licensing.runs.receipt import Receipt
from licensing.tenant.people import PersonRef

#: Maximum number of approvers and of rules named; the file has them all.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a run as a whole."""

    receipt: Receipt
    #: The approved request that it carried out; None where no approval was needed.
    request: Request | None = None
    #: Addresses by id of people who may have the same name as someone else here.
    addresses: Mapping[str, str] = field(default_factory=dict)


def evidence_lines(evidence: Evidence, at: datetime, texts: Texts, limit: int) -> list[str]:
    """Two lines: who and when; approved by whom, under which rule. `at` is local to the viewer."""
    receipt, request = evidence.receipt, evidence.request
    owner = PersonRef(receipt.owner, receipt.owner_name, "")
    approvers = [approval.by for approval in request.approvals] if request else []
    asked = [request.requester] if request else []
    names = names_of((owner, *approvers, *asked), evidence.addresses)
    who = names.of(owner, limit) if receipt.owner_name else texts.history.someone
    moment = texts.common.local_moment(at)
    said = [texts.history.done_by(who, moment, undo=receipt.undoes is not None)]
    if request is not None:
        unique = list({one.id: names.of(one, limit) for one in approvers}.values())
        rules = list(
            dict.fromkeys(scope.rule for yes in request.approvals for scope in yes.approval.scopes)
        )
        said.append(
            texts.history.approved_by(
                texts.common.and_more(unique[:_NAMED], len(unique)),
                texts.common.and_more(list(plains(rules[:_NAMED], limit)), len(rules)),
                len(rules),
                request.number,
                names.of(request.requester, limit),
            )
        )
    return said
