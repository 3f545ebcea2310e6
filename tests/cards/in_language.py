"""The samples in any language."""

from unittest.mock import patch

from cards.kit.card import Card
from cards.words.catalog import Language
from cards.words.languages import ENGLISH, texts_in
from tests.cards import (
    coming_samples,
    details_samples,
    findings_samples,
    request_samples,
    samples,
    scale_samples,
)


def cards_in(language: Language = ENGLISH) -> dict[str, Card]:
    """All samples in a language."""
    texts = texts_in(language)
    with (
        patch.object(samples, "TEXTS", texts),
        patch.object(request_samples, "TEXTS", texts),
        patch.object(coming_samples, "TEXTS", texts),
        patch.object(details_samples, "TEXTS", texts),
        patch.object(findings_samples, "TEXTS", texts),
    ):
        return samples.every_card() | scale_samples.scale_cards()
