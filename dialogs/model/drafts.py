"""Drafts that a flow starts with, and that go on in another card."""

from dataclasses import replace

from dialogs.model.context import Context
from licensing.plans.draft import Draft, Journey, Step


def fresh_home(context: Context) -> Draft:
    """A new home card for this person in this conversation."""
    who = context.who
    return Draft(
        id=context.ids.new(),
        tenant=who.tenant,
        owner=who.person,
        conversation=who.conversation,
        journey=None,
        step=Step.HOME,
        token=context.ids.token(),
    )


def blank(draft: Draft, *, journey: Journey | None, step: Step) -> Draft:
    """The same card with nothing chosen."""
    return Draft(
        id=draft.id,
        tenant=draft.tenant,
        owner=draft.owner,
        conversation=draft.conversation,
        journey=journey,
        step=step,
        token=draft.token,
        revision=draft.revision,
    )


def continued(left: Draft, draft: Draft) -> Draft:
    """The choices of `flow` on the card of `draft`."""
    return replace(left, id=draft.id, token=draft.token, revision=draft.revision)
