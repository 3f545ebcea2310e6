"""Receipts in lists, and what goes on right now."""

from cards.words.catalog import Text, TextOf
from cards.words.groups.phrases import Phrases
from licensing.plans.receipt_search import SearchField
from licensing.runs.outcome import RunState


class HistoryTexts(Phrases):
    """Receipts in lists, and what goes on right now."""

    group = "history"

    history = Text()
    status = Text()
    history_mine = Text()
    history_all = Text()
    history_empty = Text()
    status_mine = Text()
    status_all = Text()
    status_empty = Text()
    open_receipt = Text()
    search = Text()
    show_all = Text()
    search_text = Text()
    search_hint = Text()
    search_field = Text()
    search_fields = TextOf(SearchField)
    search_day = Text()

    def searched(
        self, words: str, field: SearchField, day: str | None, count: int, *, mine: bool
    ) -> str:
        """What was found by which words, in what, and on which day."""
        return self.say(
            "searched",
            named=bool(words),
            words=words,
            field=field,
            day=day,
            count=count,
            mine=mine,
        )

    states = TextOf(RunState)

    def running_now(self, count: int) -> str:
        """The button to what goes on."""
        return self.say("running_now", count=count)

    def receipts_shown(self, count: int) -> str:
        """How many receipts there are."""
        return self.say("receipts_shown", count=count)

    def by(self, name: str) -> str:
        """Who had something carried out."""
        return self.say("by", name=name)

    def done_by(self, name: str, moment: str, *, undo: bool) -> str:
        """Who removed or restored licenses, and when."""
        return self.say("done_by", name=name, moment=moment, undo=undo)

    def approved_by(
        self, approvers: str, rules: str, count: int, number: int, requester: str
    ) -> str:
        """Who approved it, under which rules (`count` of them), and which request it was."""
        return self.say(
            "approved_by",
            approvers=approvers,
            rules=rules,
            count=count,
            number=str(number),
            requester=requester,
        )

    nothing_to_undo = Text()
    someone = Text()
    yourself = Text()

    def no_such_receipt(self, number: int) -> str:
        """An answer to a number that no one knows, or that is not this person's to see."""
        return self.say("no_such_receipt", number=str(number))

    def nothing_to(self, word: str) -> str:
        """There is nothing that could be paused, resumed or stopped."""
        return self.say("nothing_to", word=word)

    def stop_instead_of_cancel(self, number: int) -> str:
        """The answer to "cancel" while a run goes on."""
        return self.say("stop_instead_of_cancel", number=str(number))
