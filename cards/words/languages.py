"""The languages of the texts. A person who reads none of them gets the first one."""

from collections.abc import Callable, Mapping
from typing import Final

from cards.words.catalog import Language
from cards.words.groups.about import AboutTexts
from cards.words.groups.account import AccountTexts
from cards.words.groups.advice import AdviceTexts
from cards.words.groups.app_listing import AppListingTexts
from cards.words.groups.channel import ChannelTexts
from cards.words.groups.choose import ChooseTexts
from cards.words.groups.common import CommonTexts
from cards.words.groups.confirm import ConfirmTexts
from cards.words.groups.consultation import ConsultationTexts
from cards.words.groups.decision import DecisionTexts
from cards.words.groups.delegation import DelegationTexts
from cards.words.groups.details import DetailsTexts
from cards.words.groups.errors import ErrorsTexts
from cards.words.groups.failures import FailuresTexts
from cards.words.groups.help import HelpTexts
from cards.words.groups.history import HistoryTexts
from cards.words.groups.home import HomeTexts
from cards.words.groups.losses import LossesTexts
from cards.words.groups.messages import MessagesTexts
from cards.words.groups.policy import PolicyTexts
from cards.words.groups.preview import PreviewTexts
from cards.words.groups.progress import ProgressTexts
from cards.words.groups.reminders import RemindersTexts
from cards.words.groups.request import RequestTexts
from cards.words.groups.request_list import RequestListTexts
from cards.words.groups.request_messages import RequestMessagesTexts
from cards.words.groups.results import ResultsTexts
from cards.words.groups.tables import TablesTexts
from cards.words.groups.trail import TrailTexts
from cards.words.groups.undo import UndoTexts
from cards.words.links import Links
from cards.words.texts import Texts
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud

ENGLISH: Final = Language("en", "en_US", "en")
#: A person who reads none of them gets the first one.
ALL_LANGUAGES: Final = (ENGLISH,)


def texts_in(language: Language, cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]) -> Texts:
    """Make the texts of a language, with links to the pages of a cloud."""
    return Texts(
        links=Links(cloud),
        about=AboutTexts(language),
        account=AccountTexts(language),
        advice=AdviceTexts(language),
        app_listing=AppListingTexts(language),
        channel=ChannelTexts(language),
        choose=ChooseTexts(language),
        common=CommonTexts(language),
        confirm=ConfirmTexts(language),
        consultation=ConsultationTexts(language),
        decision=DecisionTexts(language),
        delegation=DelegationTexts(language),
        details=DetailsTexts(language),
        errors=ErrorsTexts(language),
        failures=FailuresTexts(language),
        help=HelpTexts(language),
        history=HistoryTexts(language),
        home=HomeTexts(language),
        losses=LossesTexts(language),
        messages=MessagesTexts(language),
        policy=PolicyTexts(language),
        preview=PreviewTexts(language),
        progress=ProgressTexts(language),
        reminders=RemindersTexts(language),
        request=RequestTexts(language),
        request_list=RequestListTexts(language),
        request_messages=RequestMessagesTexts(language),
        results=ResultsTexts(language),
        tables=TablesTexts(language),
        trail=TrailTexts(language),
        undo=UndoTexts(language),
    )


def english(cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]) -> Texts:
    """Make the texts in English."""
    return texts_in(ENGLISH, cloud)


LANGUAGES: Final[Mapping[str, Callable[[], Texts]]] = {"en": english}
