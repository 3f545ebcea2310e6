"""The languages of the texts, and which of them a person reads."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from cards.words.catalog import Language
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
from cards.words.texts import Texts
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud
from licensing.tenant.person_language import PersonLanguage

ENGLISH: Final = Language("en", "en_US", "en")
GERMAN: Final = Language("de", "de_DE", "de")
SIMPLIFIED_CHINESE: Final = Language("zh_hans", "zh_Hans_CN", "zh-Hans")
#: A person who reads none of them gets the first one.
ALL_LANGUAGES: Final = (ENGLISH, GERMAN, SIMPLIFIED_CHINESE)

#: What `Locale.parse` may be given: a language, perhaps a script and a region, nothing else.
_TAG: Final = re.compile(r"[a-z]{2,3}(-(?P<script>[a-z]{4}))?(-([a-z]{2}|[0-9]{3}))?")
#: One range of an Accept-Language header.
_RANGE: Final = re.compile(
    r"(?P<tag>[A-Za-z0-9-]{1,35})\s*(?:;\s*q\s*=\s*(?P<weight>[01](?:\.[0-9]{0,3})?))?"
)
#: The letters of a script's code (ISO 15924).
_SCRIPT: Final = 4
#: Longer than any tag in use; a header or a client may send any text.
_LONGEST: Final = 35


@dataclass(frozen=True, slots=True)
class Languages:
    """The texts in every language, with links to the pages of a cloud."""

    cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]
    #: The language of what several people read: cards and messages in channels and group chats.
    channel: str = ENGLISH.tag
    existing: tuple[Language, ...] = ALL_LANGUAGES

    def texts_for(self, locale: str, chosen: str = "") -> Texts:
        """The texts for a person, from the locale of their client and the language they chose.

        Both may be any text. Without a language that exists, it is the first one. Dates and numbers
        are those of the region that the client's locale names, if it is of the same language.
        """
        language = self._find(chosen) or self._find(locale) or self.existing[0]
        if self._find(locale) is language:
            language = _in_region(language, _normal(locale))
        return texts_in(language, self.cloud)

    def texts_read_by(self, reader: PersonLanguage) -> Texts:
        """The texts for a person."""
        return self.texts_for(reader.locale, reader.chosen)

    def texts_for_header(self, accepted: str) -> Texts:
        """The texts for a browser, from its Accept-Language header (RFC 9110, section 12.5.4)."""
        ranges = filter(None, (_RANGE.fullmatch(part.strip()) for part in accepted.split(",")))
        weights = [(float(one["weight"] or 1), one["tag"]) for one in ranges]
        # Sorting keeps the order of those with the same weight.
        wanted = [tag for weight, tag in sorted(weights, key=lambda it: -it[0]) if weight]
        return self.texts_for(next(filter(self.exists, wanted), ""))

    @property
    def in_channels(self) -> Texts:
        """The texts of what several people read."""
        return self.texts_for(self.channel)

    @property
    def all(self) -> tuple[Texts, ...]:
        """The texts of each language."""
        return tuple(texts_in(language, self.cloud) for language in self.existing)

    def exists(self, tag: str) -> bool:
        """Whether a language of this tag exists, in any region."""
        return self._find(tag) is not None

    def _find(self, locale: str) -> Language | None:
        return _find(_normal(locale), self.existing)


def _normal(locale: str) -> str:
    return locale[:_LONGEST].replace("_", "-").lower()


@lru_cache(maxsize=1024)
def _find(locale: str, existing: tuple[Language, ...]) -> Language | None:
    """Find a language by lookup (RFC 4647, section 3.4); then by the script of its region.

    So zh-CN and zh-SG find zh-Hans, and zh-TW and zh-Hant do not.
    """
    by_tag = {_normal(language.tag): language for language in existing}
    parts = locale.split("-")
    for end in range(len(parts), 0, -1):
        if found := by_tag.get("-".join(parts[:end])):
            return found
    tag, parsed = _TAG.fullmatch(locale), _parsed(locale)
    if tag is None or parsed is None:
        return None
    script = tag["script"] or parsed.script or _likely_script(parsed.language)
    return by_tag.get(f"{parsed.language}-{script}".lower())


def _likely_script(language: str) -> str:
    """The script that a language is mostly written in; empty if Unicode doesn't say."""
    # Not parsed by Babel: it has no locale for some of them, such as no_Latn_NO.
    likely: str = get_global("likely_subtags").get(language, "")
    return next((part for part in likely.split("_") if len(part) == _SCRIPT), "")


@lru_cache(maxsize=1024)
def _in_region(language: Language, locale: str) -> Language:
    """A language with the dates and numbers of a locale, if that is of the same language."""
    own, parsed = _parsed(_normal(language.locale)), _parsed(locale)
    if own is None or parsed is None or parsed.territory is None:
        return language
    same = (parsed.language, parsed.script) == (own.language, own.script)
    return replace(language, locale=str(parsed)) if same else language


def _parsed(locale: str) -> Locale | None:
    """What Babel knows of a locale; with a region, its script too if that depends on the region."""
    if not _TAG.fullmatch(locale):
        return None
    try:
        return Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=256)
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
        commands=CommandsTexts(language),
        common=CommonTexts(language),
        confirm=ConfirmTexts(language),
        consultation=ConsultationTexts(language),
        decision=DecisionTexts(language),
        delegation=DelegationTexts(language),
        details=DetailsTexts(language),
        errors=ErrorsTexts(language),
        failures=FailuresTexts(language),
        findings=FindingsTexts(language),
        help=HelpTexts(language),
        history=HistoryTexts(language),
        home=HomeTexts(language),
        language=LanguageTexts(language),
        journal=JournalTexts(language),
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
        sentences=SentencesTexts(language),
        tables=TablesTexts(language),
        trail=TrailTexts(language),
        undo=UndoTexts(language),
    )


def english(cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]) -> Texts:
    """Make the texts in English."""
    return texts_in(ENGLISH, cloud)
