"""The languages of the texts. A person who reads none of them gets the first one."""

from collections.abc import Callable, Mapping
from typing import Final

from cards.words.english.about import AboutTexts
from cards.words.english.account import AccountTexts
from cards.words.english.advice import AdviceTexts
from cards.words.english.app_listing import AppListingTexts
from cards.words.english.channel import ChannelTexts
from cards.words.english.choose import ChooseTexts
from cards.words.english.common import CommonTexts
from cards.words.english.confirm import ConfirmTexts
from cards.words.english.consultation import ConsultationTexts
from cards.words.english.delegation import DelegationTexts
from cards.words.english.errors import ErrorsTexts
from cards.words.english.files import FilesTexts
from cards.words.english.help import HelpTexts
from cards.words.english.history import HistoryTexts
from cards.words.english.home import HomeTexts
from cards.words.english.losses import LossesTexts
from cards.words.english.messages import MessagesTexts
from cards.words.english.policy import PolicyTexts
from cards.words.english.preview import PreviewTexts
from cards.words.english.progress import ProgressTexts
from cards.words.english.reminders import RemindersTexts
from cards.words.english.request import RequestTexts
from cards.words.english.request_list import RequestListTexts
from cards.words.english.request_messages import RequestMessagesTexts
from cards.words.english.results import ResultsTexts
from cards.words.english.tables import TablesTexts
from cards.words.english.trail import TrailTexts
from cards.words.english.undo import UndoTexts
from cards.words.links import Links
from cards.words.texts import Texts
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud


def english(cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]) -> Texts:
    """Make the texts in English, with links to the pages of a cloud."""
    return Texts(
        links=Links(cloud),
        about=AboutTexts(),
        account=AccountTexts(),
        advice=AdviceTexts(),
        app_listing=AppListingTexts(),
        channel=ChannelTexts(),
        choose=ChooseTexts(),
        common=CommonTexts(),
        confirm=ConfirmTexts(),
        consultation=ConsultationTexts(),
        delegation=DelegationTexts(),
        errors=ErrorsTexts(),
        files=FilesTexts(),
        help=HelpTexts(),
        history=HistoryTexts(),
        home=HomeTexts(),
        losses=LossesTexts(),
        messages=MessagesTexts(),
        policy=PolicyTexts(),
        preview=PreviewTexts(),
        progress=ProgressTexts(),
        reminders=RemindersTexts(),
        request=RequestTexts(),
        request_list=RequestListTexts(),
        request_messages=RequestMessagesTexts(),
        results=ResultsTexts(),
        tables=TablesTexts(),
        trail=TrailTexts(),
        undo=UndoTexts(),
    )


LANGUAGES: Final[Mapping[str, Callable[[], Texts]]] = {"en": english}
