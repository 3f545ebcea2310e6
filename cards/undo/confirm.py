"""Giving back, 3 of 3: the button that does it."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb
from cards.kit.blocks import box, text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.inputs import tick
from cards.kit.notices import Notice
from cards.removal.confirm import products_going
from cards.words.texts import Texts
from licensing.losses.losses import deletion_day
from licensing.losses.services import Data
from licensing.plans.draft import Consent
from licensing.plans.plan import Plan
from licensing.tenant.roles import Acting


@dataclass(frozen=True, slots=True)
class UndoConfirmFacts:
    """Facts of the card."""

    #: Its people may be left out: only the head is read.
    plan: Plan
    #: The boxes that must be ticked, and those that are.
    needed: frozenset[Consent]
    accepted: frozenset[Consent]
    token: str
    notice: Notice | None = None
    acting: Acting = Acting.PERSON


def undo_confirm_card(facts: UndoConfirmFacts, texts: Texts) -> Card:
    """Say once more what comes back, and ask for a tick where data does not."""
    summary = facts.plan.summary
    give = texts.undo.restore_button(summary.licenses, summary.affected)
    return card(
        texts,
        [
            head(texts.undo.confirm_title, texts.undo.step(3, texts.choose.step_confirm)),
            notice_block(facts.notice, texts),
            text(texts.undo.licenses_to_people(summary.licenses, summary.affected), bold=True),
            products_going(facts.plan, texts),
            text(texts.undo.note, subtle=True),
            *_box(facts, texts),
            text(texts.account.audit_names_app, subtle=True)
            if facts.acting is Acting.APP
            else None,
        ],
        [
            button(Verb.GIVE_BACK, facts.token, give, style="positive"),
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{give}? {texts.undo.note}",
    )


def _box(facts: UndoConfirmFacts, texts: Texts) -> list[CardElement]:
    undoes = facts.plan.undoes
    if Consent.DATA_GONE not in facts.needed or undoes is None:
        return []
    mailboxes = facts.plan.summary.losing.get(Data.MAILBOX, 0)
    title = texts.undo.accept_data_gone(mailboxes, deletion_day(undoes.day, undoes.terms))
    ticked = Consent.DATA_GONE in facts.accepted
    label = texts.undo.data_gone_label
    return [
        box(
            "attention",
            tick(
                Field.ACCEPT_DATA_GONE,
                label,
                title,
                ticked=ticked,
                required=texts.confirm.select_to_continue,
            ),
        )
    ]
