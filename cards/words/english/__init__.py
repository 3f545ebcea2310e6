"""Every text that a person reads, in English: a file for each group of cards.

Another language is a subclass of `English` that replaces what it says. Names that are handed in
must be made safe before (`cards.plain`); what Microsoft said is made safe here. Constants are whole
texts; methods put numbers, names and dates into them.
"""

from cards.words.english.about import About
from cards.words.english.account import Account
from cards.words.english.approval_lists import RequestLists
from cards.words.english.approval_messages import Requests
from cards.words.english.approval_trail import Trail
from cards.words.english.approvals import Asking
from cards.words.english.confirm import Confirming
from cards.words.english.consultation import Inquiring
from cards.words.english.files import Files
from cards.words.english.help import Helping
from cards.words.english.messages import Remarks
from cards.words.english.preview import Preview
from cards.words.english.reminders import Coming
from cards.words.english.undo import Undoing
from cards.words.links import Links
from licensing.tenant.clouds import ADDRESSES, Addresses, Cloud


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
