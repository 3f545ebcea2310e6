"""A table as a file in Teams."""

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases


class FilesTexts(Phrases):
    """A table as a file in Teams."""

    group = "files"

    save_csv = Text()
    csv_link = Text()
    description = Text()
    titles = TextOf(("saved", "declined", "not_saved", "too_large", "unknown"))
    ends = TextOf(("saved", "declined", "not_saved", "too_large", "unknown"))
