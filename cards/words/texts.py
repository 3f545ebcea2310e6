"""The texts of one language, a group for each subject."""

from dataclasses import dataclass

from cards.kit.notices import Notice, NoticeKind
from cards.words.groups.about import AboutTexts
from cards.words.groups.account import AccountTexts
from cards.words.groups.advice import AdviceTexts
from cards.words.groups.app_listing import AppListingTexts
from cards.words.groups.channel import ChannelTexts
from cards.words.groups.choose import ChooseTexts
from cards.words.groups.commands import CommandsTexts
from cards.words.groups.common import CommonTexts
from cards.words.groups.confirm import ConfirmTexts
from cards.words.groups.consultation import ConsultationTexts
from cards.words.groups.decision import DecisionTexts
from cards.words.groups.delegation import DelegationTexts
from cards.words.groups.details import DetailsTexts
from cards.words.groups.errors import ErrorsTexts
from cards.words.groups.failures import FailuresTexts
from cards.words.groups.findings import FindingsTexts
from cards.words.groups.help import HelpTexts
from cards.words.groups.history import HistoryTexts
from cards.words.groups.home import HomeTexts
from cards.words.groups.journal import JournalTexts
from cards.words.groups.language import LanguageTexts
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
from cards.words.groups.sentences import SentencesTexts
from cards.words.groups.tables import TablesTexts
from cards.words.groups.trail import TrailTexts
from cards.words.groups.undo import UndoTexts
from cards.words.links import Links
from licensing.tenant.person_language import PersonLanguage


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that a person reads in one language; handed to all that draw a card.

    Groups are independent: none inherits from another, so no name can shadow another.
    """

    links: Links
    about: AboutTexts
    account: AccountTexts
    advice: AdviceTexts
    app_listing: AppListingTexts
    channel: ChannelTexts
    choose: ChooseTexts
    commands: CommandsTexts
    common: CommonTexts
    confirm: ConfirmTexts
    consultation: ConsultationTexts
    decision: DecisionTexts
    delegation: DelegationTexts
    details: DetailsTexts
    errors: ErrorsTexts
    failures: FailuresTexts
    findings: FindingsTexts
    help: HelpTexts
    history: HistoryTexts
    home: HomeTexts
    language: LanguageTexts
    journal: JournalTexts
    losses: LossesTexts
    messages: MessagesTexts
    policy: PolicyTexts
    preview: PreviewTexts
    progress: ProgressTexts
    reminders: RemindersTexts
    request: RequestTexts
    request_list: RequestListTexts
    request_messages: RequestMessagesTexts
    results: ResultsTexts
    sentences: SentencesTexts
    tables: TablesTexts
    trail: TrailTexts
    undo: UndoTexts

    @property
    def tag(self) -> str:
        """The language, as a tag of BCP 47."""
        return self.common.language

    @property
    def reader(self) -> PersonLanguage:
        """Someone who reads these texts, to find them again."""
        return PersonLanguage(self.common.locale, self.tag)

    def notice(self, notice: Notice) -> str:
        """Say what a step has to say on its own card or in the chat."""
        if notice.said:
            return notice.said
        if notice.kind is NoticeKind.NEEDS_APPROVAL:
            return self.request_messages.needs_approval
        if notice.trouble is not None:
            return self.request_messages.troubles[notice.trouble]
        if notice.verdict is None:
            return self.errors.notice(notice)
        if notice.why is not None:
            verdict = self.request_messages.verdicts[notice.verdict.why]
            return self.common.sentences([self.errors.whys[notice.why], verdict])
        return self.request_messages.verdict(notice.verdict)
