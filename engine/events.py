"""Translates an activity into who acted and what they did."""

from bot.activities.inbound import ConversationType, Inbound, Kind
from bot.activities.invoke_router import Invoke
from cards.words.languages import Languages
from cards.words.texts import Texts
from dialogs.model.events import Arrived, Pressed, Said, Who, read_press
from licensing.tenant.person_language import PersonLanguage

Event = Said | Pressed | Arrived


def who(inbound: Inbound) -> Who:
    """Name the person behind an activity, as authenticated by the adapter."""
    return Who(
        tenant=inbound.tenant_id,
        person=inbound.sender.aad_id,
        name=inbound.sender.name,
        conversation=inbound.conversation.conversation_id,
        personal=inbound.conversation.type is ConversationType.PERSONAL,
        language=PersonLanguage(inbound.locale, inbound.language_chosen),
        timezone=inbound.timezone or "UTC",
        team=inbound.team,
        teams_id=inbound.sender.teams_id,
    )


def texts_of(inbound: Inbound, languages: Languages) -> Texts:
    """The texts for the sender of an activity."""
    return languages.texts_for(inbound.locale, inbound.language_chosen)


def texts_at(inbound: Inbound, languages: Languages) -> Texts:
    """The texts for a message in the conversation of an activity."""
    personal = inbound.conversation.type is ConversationType.PERSONAL
    return texts_of(inbound, languages) if personal else languages.in_channels


def is_uninstall(inbound: Inbound) -> bool:
    """Whether a person uninstalled the app from their personal chat."""
    personal = inbound.conversation.type is ConversationType.PERSONAL
    return inbound.kind is Kind.INSTALLATION and inbound.event.startswith("remove") and personal


def read_event(inbound: Inbound) -> Event | None:
    """Read what was done; None for an activity that asks for no answer.

    A message with a value is a card submitted by a host without Action.Execute. What can't be read
    as one of our buttons counts as an unknown button, so that it is answered.
    """
    match inbound.kind:
        case Kind.INVOKE if inbound.name == Invoke.CARD_ACTION:
            return read_press(inbound.value) or Pressed("", "")
        case Kind.MESSAGE if inbound.value:
            return read_press(inbound.value) or Pressed("", "")
        case Kind.MESSAGE:
            return Said(inbound.text, inbound.too_long)
        case Kind.INSTALLATION if inbound.event.startswith("add"):
            return Arrived()
    return None
