"""What a card can send back: the verbs of its buttons, the ids of its inputs, its search boxes."""

from enum import StrEnum


class Verb(StrEnum):
    """What a button asks for."""

    HOME = "home"
    RESUME = "resume"
    BY_PRODUCT = "by_product"
    BY_USER = "by_user"
    MANY_USERS = "many_users"
    #: Take what the inputs hold and stay.
    ADD = "add"
    #: Take what the inputs hold and go on.
    NEXT = "next"
    #: The same with all licenses that the chosen people have directly.
    ALL_LICENSES = "all_licenses"
    BACK = "back"
    CANCEL = "cancel"
    #: Show another page; the argument is its number, from 0.
    PAGE = "page"
    #: Show the list of holders.
    HOLDERS = "holders"
    #: Select all holders.
    ALL_HOLDERS = "all_holders"
    #: Take the chosen people off the list.
    TAKE_OFF = "take_off"
    #: Read the pasted table by another column; the argument is its place, from 0.
    USE_COLUMN = "use_column"
    #: Go on without the entries that wait for correction.
    SKIP_PROBLEMS = "skip_problems"
    #: Removes licenses: with `RESTORE` the only verb that changes the tenant.
    REMOVE = "remove"
    HELP = "help"
    #: Say one of the texts that the card offers, as if it were typed; the argument is its place.
    SAY = "say"
    START_OVER = "start_over"
    #: Look up what will be lost in the next days.
    UPCOMING = "upcoming"
    #: Draw the card in its current state.
    REFRESH = "refresh"
    #: Of a run: hold it, let it go on, end it. In a list, the argument is the receipt's number.
    PAUSE = "pause"
    GO_ON = "go_on"
    STOP = "stop"
    #: Search for unused licenses, or show what was found.
    FINDINGS = "findings"
    #: Begin a removal with the people of one line; the argument is its kind and product.
    REVIEW = "review"
    #: Open the list of receipts, or of open runs, or the receipt whose number is the argument.
    HISTORY = "history"
    STATUS = "status"
    #: Search the history; show all of it again; the journal.
    SEARCH = "search"
    SHOW_ALL = "show_all"
    JOURNAL = "journal"
    RECEIPT = "receipt"
    #: Start the undo of a run; for everyone; and the verb that confirms it.
    UNDO = "undo"
    #: Of a result: a new flow for those who failed, or who were not started.
    TRY_AGAIN = "try_again"
    DO_REST = "do_rest"
    EVERYONE = "everyone"
    RESTORE = "restore"
    #: Open the details of a plan, a run or a request, the only verb whose token may be that of a
    #: draft or of a request; the argument is the place in them, see `Place`.
    DETAILS = "details"

    # Requests. The token is that of the request.
    #: Go on from the preview to asking, and send what is asked.
    SEND_REQUEST = "send_request"
    APPROVE = "approve"
    REJECT = "reject"
    ASK_QUESTION = "ask_question"
    ANSWER_QUESTION = "answer_question"
    WITHDRAW = "withdraw"
    REMIND = "remind"
    #: Change what is requested.
    CHANGE = "change"
    #: Ask again for those who were skipped.
    ASK_AGAIN = "ask_again"
    #: Draw the card for the person who looks.
    LOOK = "look"
    #: How each decision about a request came about.
    WHY = "why"

    #: Answers of a consulted person; the token is only theirs.
    STILL_NEED = "still_need"
    NOT_NEEDED = "not_needed"

    # Around requests. The token is that of a start page.
    #: A list of requests; the argument is the tab and the page, from 0.
    REQUESTS = "requests"
    #: Open the request with this number in one's own chat.
    OPEN_REQUEST = "open_request"
    #: List delegations; delegate; end the delegation with this id.
    DELEGATIONS = "delegations"
    DELEGATE = "delegate"
    END_DELEGATION = "end_delegation"
    #: Write in the language of this tag, or in that of the client.
    CHOOSE_LANGUAGE = "choose_language"
    #: Post requests in this channel.
    CHOOSE_CHANNEL = "choose_channel"


class Field(StrEnum):
    """Ids of inputs. `FIX` and `LICENSE` are beginnings of ids, see `fix` and `license_box`."""

    PRODUCTS = "products"
    PEOPLE = "people"
    PERSON = "person"
    PASTE = "paste"
    TAKE_OFF = "take_off"
    HOLDERS = "holders"
    #: Not an input: the ids that a list showed, in the data of a button.
    SHOWN = "shown"
    ALL_PRODUCTS = "all_products"
    ACCEPT_DELETION = "accept_deletion"
    ACCEPT_EDISCOVERY = "accept_ediscovery"
    ACCEPT_CASES = "accept_cases"
    ACCEPT_UNKNOWN = "accept_unknown"
    ACCEPT_DATA_GONE = "accept_data_gone"
    REASON = "reason"
    COMMENT = "comment"
    ANSWER = "answer"
    DELEGATE = "delegate"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    FILTER = "filter"
    SEARCH_TEXT = "search_text"
    SEARCH_FIELD = "search_field"
    SEARCH_DAY = "search_day"
    FIX = "fix_"
    LICENSE = "license_"


class Dataset(StrEnum):
    """Where a search box looks."""

    #: Everyone in the directory.
    PEOPLE = "people"
    #: Holders of the products that a draft has chosen, see `holders_of`.
    HOLDERS = "holders"
    #: People with something to restore, see `restorable_by`.
    RESTORABLE = "restorable"


def fix(number: int) -> str:
    """The id of the input that corrects the problem with this number in the draft, from 0."""
    return f"{Field.FIX}{number}"


def license_box(product: str) -> str:
    """The id of the box of one license, by product id."""
    return f"{Field.LICENSE}{product}"


def holders_of(token: str) -> str:
    """The search box among the holders of the products chosen in the draft of this token.

    Teams does not say from which card a search comes, so the data set itself names the draft.
    """
    return f"{Dataset.HOLDERS}/{token}"


def restorable_by(token: str) -> str:
    """Return the search box's dataset of people to whom this draft can restore something."""
    return f"{Dataset.RESTORABLE}/{token}"
