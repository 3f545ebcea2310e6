"""The pages that Teams links to from the app's description: what it is, privacy, terms of use."""

from cards.words.catalog import Pairs, Text
from cards.words.groups.phrases import Phrases


class AboutTexts(Phrases):
    """Three short pages: headings, and what stands below, a paragraph a line."""

    group = "about"

    about_title = Text()
    sections = Pairs()
    privacy_title = Text()
    privacy = Pairs()
    terms_title = Text()
    terms = Pairs()
