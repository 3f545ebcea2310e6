"""The languages of the bot, with that of channels as the settings have it."""

from cards.words.catalog import Language
from cards.words.languages import Languages
from settings import Settings, SettingsError


def languages(settings: Settings, existing: tuple[Language, ...]) -> Languages:
    """Make the texts in every language. Raises `SettingsError` if that of channels is none."""
    made = Languages(settings.addresses, settings.channel_language, existing)
    if not made.exists(settings.channel_language):
        tags = ", ".join(language.tag for language in existing)
        raise SettingsError(f"UNASSIGN_CHANNEL_LANGUAGE must be one of: {tags}.")
    return made
