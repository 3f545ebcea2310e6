"""What went wrong, what is missing, and what is not understood."""

from cards.kit.notices import Notice, NoticeKind
from cards.words.catalog import Text, TextOf
from cards.words.failures import class_with_text
from cards.words.groups.failures import FailuresTexts
from cards.words.groups.phrases import Phrases
from licensing.errors import SignInNeeded, TenantError, UnassignError
from licensing.tenant.roles import Why


class ErrorsTexts(Phrases):
    """What went wrong, what is missing, and what is not understood."""

    group = "errors"

    error_title = Text()
    kept_choices = Text()
    not_looked_up = Text()
    said_nothing = Text()
    understood_hint = Text()

    def understood(self, said: str) -> str:
        """What was typed and not understood."""
        return self.say("understood", said=said)

    def error(self, error: UnassignError) -> str:
        """What went wrong and what to do next, in two sentences."""
        texts = FailuresTexts(self.words)
        name = class_with_text(error)
        answer = error.answer if isinstance(error, TenantError) else None
        return texts.sentences([texts.failed(name, answer), texts.next_steps[name]])

    search_slow = Text()
    search_signed_out = Text()
    search_did_not_work = Text()

    def search_failed(self, error: UnassignError) -> str:
        """What stands under a search box in the place of the people found."""
        if isinstance(error, SignInNeeded):
            return self.search_signed_out
        return self.sentences([self.search_did_not_work, self.error(error)])

    whys = TextOf(Why)
    own_only = Text()
    #: What a step has to say without numbers.
    notices = TextOf(
        (
            NoticeKind.CHOOSE_PRODUCT,
            NoticeKind.CHOOSE_PEOPLE,
            NoticeKind.CHOOSE_PERSON,
            NoticeKind.CHOOSE_LICENSE,
            NoticeKind.ONE_PERSON,
            NoticeKind.NONE_ADDED,
            NoticeKind.TICK_BOXES,
            NoticeKind.NOT_STATED,
            NoticeKind.NEW_CASES,
            NoticeKind.NEW_DAY,
            NoticeKind.TICK_GONE,
            NoticeKind.WHICH_RUN,
            NoticeKind.NO_SUCH_RECEIPT,
            NoticeKind.OVER_ALREADY,
            NoticeKind.STOPPING_ALREADY,
            NoticeKind.MOVED_ON,
        )
    )

    def notice(self, notice: Notice) -> str:
        """What a step has to say on its own card."""
        if notice.kind is NoticeKind.OWN_ONLY:
            why = self.error(notice.error) if notice.error else ""
            return self.sentences([self.own_only, why])
        if notice.error is not None:
            return self.sentences([self.error(notice.error), self.kept_choices])
        if notice.why is not None:
            return self.whys[notice.why]
        match notice.kind:
            case NoticeKind.ADDED:
                return self.say("added", people=notice.number)
            case NoticeKind.GONE:
                return self.say("gone", people=notice.number)
            case NoticeKind.TOO_MANY:
                return self.say("too_many", number=notice.number, limit=notice.limit)
            case NoticeKind.TOO_LONG:
                return self.say("too_long", number=notice.number, limit=notice.limit)
            case NoticeKind.CHECK_COLUMN:
                return self.say("check_column", people=notice.number)
            case NoticeKind.PROBLEMS:
                return self.say("problems", count=notice.number)
            case NoticeKind.UNDOES_ALREADY:
                return self.say("undoes_already", receipt=notice.number)
            case NoticeKind.NOT_OVER_YET:
                return self.say("not_over_yet", receipt=notice.number)
        return self.notices[notice.kind]
