"""Which language a person reads, and how it writes dates and numbers."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.core import get_global
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from cards.words.catalog import Language
from cards.words.languages import ENGLISH, Languages
from cards.words.texts import Texts
from licensing.tenant.clouds import ADDRESSES, Cloud
from tests.cards.in_language import cards_in
from tests.cards.samples import TAME
from tests.cards.test_catalog import texts_of
from tests.support.messages import placeholders
from tests.support.pseudo import TAG, accented, english_in, pseudo, said_in, with_pseudo

#: With the folder of English: only the choice and the dates matter here.
SEVERAL = Languages(
    existing=(
        ENGLISH,
        Language("en", "de_DE", "de"),
        Language("en", "zh_Hans_CN", "zh-Hans"),
    )
)


def read(texts: Texts) -> tuple[str, str]:
    return texts.tag, texts.common.locale


@pytest.mark.parametrize(
    ("locale", "tag", "dates"),
    [
        ("en-US", "en", "en_US"),
        ("en-GB", "en", "en_GB"),
        ("en", "en", "en_US"),
        ("de-DE", "de", "de_DE"),
        ("de-AT", "de", "de_AT"),
        ("DE_at", "de", "de_AT"),
        ("de", "de", "de_DE"),
        # Regions and variants that Unicode has no dates for.
        ("de-XX", "de", "de_DE"),
        ("de-DE-1996", "de", "de_DE"),
        ("en-XA", "en", "en_US"),
        ("zh", "zh-Hans", "zh_Hans_CN"),
        ("zh-CN", "zh-Hans", "zh_Hans_CN"),
        ("zh-SG", "zh-Hans", "zh_Hans_SG"),
        ("zh-Hans", "zh-Hans", "zh_Hans_CN"),
        ("zh-Hans-CN", "zh-Hans", "zh_Hans_CN"),
        # Another script, with other terms of Microsoft.
        ("zh-TW", "en", "en_US"),
        ("zh-HK", "en", "en_US"),
        ("zh-Hant", "en", "en_US"),
        ("zh-Hant-CN", "en", "en_US"),
        ("fr-FR", "en", "en_US"),
        # Babel has no locale for what Unicode makes of it, no_Latn_NO.
        ("no", "en", "en_US"),
        ("no-NO", "en", "en_US"),
        # Low German is another language.
        ("nds-DE", "en", "en_US"),
        ("", "en", "en_US"),
        ("nonsense", "en", "en_US"),
        ("../../de", "en", "en_US"),
        ("x" * 10_000, "en", "en_US"),
    ],
)
def test_the_locale_of_a_client_finds_its_language_and_its_dates(
    locale: str, tag: str, dates: str
) -> None:
    assert read(SEVERAL.texts_for(locale)) == (tag, dates)


@pytest.mark.parametrize(
    ("locale", "chosen", "tag", "dates"),
    [
        ("de-AT", "", "de", "de_AT"),
        ("de-AT", "de", "de", "de_AT"),
        ("de-AT", "en", "en", "en_US"),
        ("en-GB", "de", "de", "de_DE"),
        ("zh-TW", "zh-Hans", "zh-Hans", "zh_Hans_CN"),
        # A language that a later version no longer has.
        ("de-AT", "fr", "de", "de_AT"),
    ],
)
def test_a_choice_wins_over_the_client(locale: str, chosen: str, tag: str, dates: str) -> None:
    assert read(SEVERAL.texts_for(locale, chosen)) == (tag, dates)


@pytest.mark.parametrize(
    ("header", "tag", "dates"),
    [
        ("", "en", "en_US"),
        ("*", "en", "en_US"),
        ("de-CH", "de", "de_CH"),
        ("fr, de;q=0.8, en;q=0.5", "de", "de_DE"),
        ("en;q=0.2,zh-CN;q=0.9", "zh-Hans", "zh_Hans_CN"),
        ("de;q=0, en", "en", "en_US"),
        ("de;q=0.000", "en", "en_US"),
        ("zh-CN ; q=1.0 , de;q=0.999", "zh-Hans", "zh_Hans_CN"),
        (",,;;q=2,de;q=x", "en", "en_US"),
    ],
)
def test_a_browser_gets_what_it_prefers(header: str, tag: str, dates: str) -> None:
    assert read(SEVERAL.texts_for_header(header)) == (tag, dates)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_locale_breaks_anything(locale: str, chosen: str) -> None:
    SEVERAL.texts_for(locale, chosen)
    SEVERAL.texts_for_header(locale)


def test_each_locale_that_unicode_knows_has_a_language_that_writes_dates() -> None:
    for known in (*get_global("likely_subtags"), *locale_identifiers()):
        common = SEVERAL.texts_for(known).common
        assert "2026" in common.day(date(2026, 12, 24)), known
        assert "2" in common.people(2), known


def test_texts_are_made_once_for_a_language_a_region_and_a_cloud() -> None:
    china = Languages(ADDRESSES[Cloud.CHINA])
    assert SEVERAL.texts_for("de-AT") is SEVERAL.texts_for("de-AT", "de")
    assert SEVERAL.texts_for("en") is Languages().texts_for("fr")
    assert china.texts_for("en") is not Languages().texts_for("en")


@pytest.mark.parametrize("locale", ["en", "en-GB", "de", "de-AT", "zh-CN"])
def test_texts_find_themselves_again(locale: str) -> None:
    texts = SEVERAL.texts_for(locale)
    assert SEVERAL.texts_for(texts.reader.locale, texts.reader.chosen) is texts


NIGHT = datetime(2026, 12, 24, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "zone", "said"),
    [
        ("en", "Asia/Shanghai", "Thursday, December 24, 2026, 9:05 AM UTC+8"),
        # Another CST.
        ("en", "America/Chicago", "Wednesday, December 23, 2026, 7:05 PM UTC-6"),
        ("en-GB", "Europe/Berlin", "Thursday, 24 December 2026, 02:05 UTC+1"),
        ("de", "Europe/Berlin", "Donnerstag, 24. Dezember 2026, 02:05 UTC+1"),
        ("zh-CN", "Asia/Shanghai", "2026年12月24日星期四 09:05 UTC+8"),
        ("en", "Asia/Kolkata", "Thursday, December 24, 2026, 6:35 AM UTC+5:30"),
        ("en", "UTC-03:30", "Wednesday, December 23, 2026, 9:35 PM UTC-3:30"),
        ("en", "UTC", "Thursday, December 24, 2026, 1:05 AM UTC"),
    ],
)
def test_a_moment_says_its_offset_and_no_abbreviation(locale: str, zone: str, said: str) -> None:
    assert SEVERAL.texts_for(locale).common.full_moment(NIGHT, zone) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", "Dec 24, 2026, 1:05 AM UTC"),
        ("en-GB", "24 Dec 2026, 01:05 UTC"),
        ("de", "24.12.2026, 01:05 UTC"),
        ("zh-CN", "2026年12月24日 01:05 UTC"),
    ],
)
def test_a_short_moment_is_written_as_the_language_does(locale: str, said: str) -> None:
    assert SEVERAL.texts_for(locale).common.moment(NIGHT) == said


def test_summer_has_another_offset() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert SEVERAL.texts_for("en").common.full_moment(summer, "Europe/Berlin").endswith("UTC+2")


@pytest.mark.parametrize(
    ("locale", "number", "listed", "either", "day"),
    [
        ("en", "10,000", "A, B, and C", "A, B, or C", "Dec 24, 2026"),
        ("en-GB", "10,000", "A, B and C", "A, B or C", "24 Dec 2026"),
        ("de", "10.000", "A, B und C", "A, B oder C", "24.12.2026"),
        ("de-CH", "10'000", "A, B und C", "A, B oder C", "24.12.2026"),
        ("zh-CN", "10,000", "A、B 和 C", "A、B 或 C", "2026年12月24日"),
    ],
)
def test_numbers_lists_and_days_are_those_of_the_region(
    locale: str, number: str, listed: str, either: str, day: str
) -> None:
    common = SEVERAL.texts_for(locale).common
    assert common.number(10_000) == number
    assert common.licenses(10_000) == f"{number} licenses"
    assert common.listed(["A", "B", "C"]) == listed
    assert common.either(["A", "B", "C"]) == either
    assert common.short_day(date(2026, 12, 24)) == day


def test_the_pseudo_language_keeps_placeholders_and_is_longer(tmp_path: Path) -> None:
    language = pseudo(tmp_path)
    english, made = texts_of(ENGLISH), texts_of(language)
    assert set(made) == set(english)
    assert all(placeholders(made[name]) == placeholders(english[name]) for name in english)
    plain = [name for name, text in english.items() if "{" not in text]
    longer = sum(len(made[name]) for name in plain) / sum(len(english[name]) for name in plain)
    assert 1.2 < longer < 1.4


def test_a_language_is_a_folder_and_a_line(tmp_path: Path) -> None:
    texts = with_pseudo(tmp_path).texts_for(TAG)
    assert texts.tag == TAG
    assert texts.common.licenses(2_000) == f"2.000{accented(' licenses')}"


#: Words of the samples that are no texts: names, a rule, a group, a product, a reason.
DATA = (
    *(*TAME.people, *TAME.products.values(), TAME.group, TAME.typed),
    *("Helpdesk", "Visio people", "Planner and Project", "Power Automate", "policy.yaml"),
    *("number of the ticket", "self approval", "newer"),
)


def test_each_card_is_of_one_language(tmp_path: Path) -> None:
    """A word that is put together in Python stays English in every other language."""
    language = pseudo(tmp_path)
    for name, card in cards_in(language).items():
        said = said_in({"attachments": [{"content": card}]})
        assert card["lang"] == language.tag, name
        assert english_in(said, *DATA) == [], name
