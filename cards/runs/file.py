"""What became of a table that Teams was to save as a file."""

from dataclasses import dataclass
from enum import StrEnum

from cards.kit.blocks import text
from cards.kit.card import Card, card, head, link_button
from cards.words.texts import Texts


class FileEnd(StrEnum):
    """How the offer of a file ended."""

    SAVED = "saved"
    DECLINED = "declined"
    #: OneDrive did not take it.
    NOT_SAVED = "not_saved"
    #: It is larger than a bot should send.
    TOO_LARGE = "too_large"
    #: The offer is too old, or not one of ours.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts of the card."""

    end: FileEnd
    #: What the file is called; our own words.
    name: str = ""
    #: Where it can be downloaded instead.
    url: str | None = None


def file_card(facts: FileFacts, texts: Texts) -> Card:
    """Say it in one sentence, with the other way where there is one."""
    title, said = texts.files.titles[facts.end], texts.files.ends[facts.end]
    return card(
        texts,
        [
            head(title),
            text(said),
            text(facts.name, subtle=True, size="Small") if facts.name else None,
        ],
        [link_button(texts.files.csv_link, facts.url)] if facts.url else [],
        speak=f"{title}. {said}",
    )
