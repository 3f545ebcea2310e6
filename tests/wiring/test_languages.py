"""The language of channels is one that exists."""

import pytest

from cards.words.languages import ALL_LANGUAGES
from settings import Settings, SettingsError
from tests.settings.samples import REHEARSAL
from wiring.languages import languages


def of_channels(tag: str) -> str:
    settings = Settings(**REHEARSAL | {"channel_language": tag})
    return languages(settings, ALL_LANGUAGES).in_channels.tag


def test_channels_are_in_english_unless_a_setting_says_otherwise() -> None:
    assert languages(Settings(**REHEARSAL), ALL_LANGUAGES).in_channels.tag == "en"
    assert of_channels("en-GB") == "en"


@pytest.mark.parametrize("tag", ["", "xx", "english", "zh-Hant"])
def test_a_language_that_does_not_exist_is_refused(tag: str) -> None:
    with pytest.raises(SettingsError, match="UNASSIGN_CHANNEL_LANGUAGE must be one of: en"):
        of_channels(tag)
