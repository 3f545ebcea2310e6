"""Every text that a person reads, in English: a file for each group of cards.

Another language is a subclass of `English` that replaces what it says. Names that are handed in
must be made safe before (`cards.plain`); what Microsoft said is made safe here. Constants are whole
texts; methods put numbers, names and dates into them.
"""

from cards.words.english.about import About
from cards.words.english.account import Account
from cards.words.english.asking import Asking
from cards.words.english.coming import Coming
from cards.words.english.confirming import Confirming
from cards.words.english.files import Files
from cards.words.english.helping import Helping
from cards.words.english.inquiring import Inquiring
from cards.words.english.preview import Preview
from cards.words.english.remarks import Remarks
from cards.words.english.request_lists import RequestLists
from cards.words.english.requests import Requests
from cards.words.english.trail import Trail
from cards.words.english.undoing import Undoing
from cards.words.links import Links
from licensing.clouds import ADDRESSES, Addresses, Cloud


class English(
    About,
    Helping,
    Preview,
    Confirming,
    Undoing,
    Files,
    Remarks,
    Account,
    Asking,
    Requests,
    Trail,
    RequestLists,
    Coming,
    Inquiring,
):
    """The whole catalogue."""

    def __init__(self, cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]) -> None:
        """Take the cloud whose pages the texts lead to."""
        self.links = Links(cloud)
