"""A table as a file in Teams."""

from collections.abc import Mapping

from cards.words.groups.phrases import Phrases


class FilesTexts(Phrases):
    """A table as a file in Teams."""

    group = "files"

    save_csv = "CSV"
    csv_link = "Download as CSV"
    description = "Every person and product with what happened, why, and Graph's request id."
    titles: Mapping[str, str] = {
        "saved": "Saved",
        "declined": "Not saved",
        "not_saved": "The file could not be saved",
        "too_large": "This table is large",
        "unknown": "I no longer know this file",
    }
    ends: Mapping[str, str] = {
        "saved": "The file is in your OneDrive.",
        "declined": (
            "Nothing was saved. Should you want the table after all, this link works for a day."
        ),
        "not_saved": (
            "OneDrive did not take it. If you don't find it there, this link works for a day."
        ),
        "too_large": "It is too large to be sent as a file. This link works for a day.",
        "unknown": "The offer is too old. Open the receipt again and press CSV there.",
    }
