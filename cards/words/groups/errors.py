"""What went wrong, what is missing, and what is not understood."""

from collections.abc import Mapping

from cards.kit.escaping import plain
from cards.kit.notices import Notice, NoticeKind
from cards.words.failures import FAILURES, NEXT_STEPS, class_with_text
from cards.words.groups.phrases import Phrases
from licensing.errors import Answer, SignInNeeded, TenantError, UnassignError
from licensing.tenant.roles import Why

#: Maximum number of characters quoted from Microsoft.
LONGEST_ANSWER = 300


class ErrorsTexts(Phrases):
    """What went wrong, what is missing, and what is not understood."""

    group = "errors"

    error_title = "That did not work"
    kept_choices = "Your choices are still there."
    not_looked_up = "What you entered is kept, but it has not been looked up yet."
    understood_title = "I did not get that"
    said_nothing = "There was no text in your message."
    understood_hint = "I can do one of these three things, or show you help."

    def understood(self, said: str) -> str:
        """What was typed and not understood."""
        return f"You wrote “{said}”, and I don't know what to do with it."

    def error(self, error: UnassignError) -> str:
        """What went wrong and what to do next, in two sentences."""
        name = class_with_text(error)
        answer = error.answer if isinstance(error, TenantError) else None
        return f"{FAILURES[name]}{quoted(name, answer)} {NEXT_STEPS[name]}"

    search_slow = "The search took too long. Type another letter to try again."

    def search_failed(self, error: UnassignError) -> str:
        """What stands under a search box in the place of the people found."""
        if isinstance(error, SignInNeeded):
            return "You have to sign in before you can search. Press a button on this card first."
        return f"The search did not work. {self.error(error)}"

    whys: Mapping[Why, str] = {
        Why.ROLE_ALLOWS: "Your role allows this.",
        Why.SPECIAL_ROLE: (
            "You have a custom role, or a role for an administrative unit only. Microsoft 365 "
            "decides for each person whether you may change their licenses."
        ),
        Why.UNREADABLE: (
            "Your roles could not be read, so it is not known whether you may change licenses. "
            "Microsoft 365 decides."
        ),
        Why.NOT_ACTIVE: (
            "You have a role that may remove licenses, but it is not active. Activate it in the "
            "Microsoft Entra admin center under “Privileged Identity Management”, “My roles”, and "
            "try again a minute later."
        ),
        Why.BILLING_ONLY: (
            "A Billing Administrator may not remove licenses, although older pages of Microsoft "
            "say so. You need the role License, User or Global Administrator."
        ),
        Why.NO_ROLE: (
            "You have no role that may remove licenses. You need to be License, User or Global "
            "Administrator."
        ),
    }

    def notice(self, notice: Notice) -> str:
        """What a step has to say on its own card."""
        if notice.kind is NoticeKind.OWN_ONLY:
            why = f" {self.error(notice.error)}" if notice.error else ""
            return f"Only your own are shown.{why}"
        if notice.error is not None:
            return f"{self.error(notice.error)} {self.kept_choices}"
        if notice.why is not None:
            return self.whys[notice.why]
        number = self.number(notice.number)
        texts = {
            NoticeKind.CHOOSE_PRODUCT: "Please choose at least one product.",
            NoticeKind.CHOOSE_PEOPLE: "Please choose at least one person.",
            NoticeKind.CHOOSE_PERSON: "Please choose a person.",
            NoticeKind.CHOOSE_LICENSE: "Please choose at least one license.",
            NoticeKind.ONE_PERSON: "Please choose one person only. For more, use “Many users”.",
            NoticeKind.ADDED: f"{self.people(notice.number)} added.",
            NoticeKind.NONE_ADDED: "No one was added.",
            NoticeKind.GONE: (
                f"{self.people(notice.number)} left out, no longer in the directory."
            ),
            NoticeKind.TOO_MANY: (
                f"That list has {number} entries. At most {self.number(notice.limit)} can be taken "
                "at once, so none was."
            ),
            NoticeKind.TOO_LONG: (
                f"That list has {number} characters. At most {self.number(notice.limit)} can be "
                "read at once, so none of it was. Paste it in parts, or only the column with the "
                "addresses."
            ),
            NoticeKind.CHECK_COLUMN: (
                f"{self.people(notice.number)} added. Please check which column was used, then "
                "continue."
            ),
            NoticeKind.PROBLEMS: (
                f"{self.some(notice.number, 'entry needs', 'entries need')} a look first."
            ),
            NoticeKind.TICK_BOXES: "Please tick each box first. Nothing was removed.",
            NoticeKind.NOT_STATED: (
                "The card you pressed did not show what would be lost. This one does: read it, and "
                "press again. Nothing was removed."
            ),
            NoticeKind.NEW_CASES: (
                "Since the preview, an open eDiscovery case was found that it did not show. This "
                "is a new preview with it. Nothing was removed."
            ),
            NoticeKind.NEW_DAY: (
                "It is another day now, so the dates have moved. Please read the preview again."
            ),
            NoticeKind.FILE_OFFERED: "Teams asks below where to save the file.",
            NoticeKind.UNDOES_ALREADY: (
                f"That receipt gave back what receipt {number} had removed. To take the licenses "
                "away again, begin a new removal."
            ),
            NoticeKind.NOT_OVER_YET: (
                f"Receipt {number} is still being carried out. Stop it or wait for its end, then "
                "undo it."
            ),
            NoticeKind.TICK_GONE: "Please tick the box first. Nothing was given back.",
            NoticeKind.WHICH_RUN: (
                "Several runs are not over. Press a button here, or type the receipt's number too, "
                "such as “stop 42”."
            ),
            NoticeKind.NO_SUCH_RECEIPT: (
                "I can't find that receipt, or you don't have access to it."
            ),
            NoticeKind.OVER_ALREADY: "It had already ended.",
            NoticeKind.STOPPING_ALREADY: "It is being stopped already, so it can't go on.",
            NoticeKind.MOVED_ON: "This card was out of date. This is how things stand now.",
        }
        return texts[notice.kind]


#: Errors whose reason only Microsoft's own words tell.
_QUOTED = frozenset({"UnreadAnswer", "NotAllowed", "RestrictedUnit"})


def quoted(name: str, answer: Answer | None) -> str:
    """What Microsoft said where the class of an error does not say it; empty otherwise."""
    if name not in _QUOTED or answer is None or not answer.message:
        return ""
    return f" It said: “{plain(answer.message, LONGEST_ANSWER)}”"
