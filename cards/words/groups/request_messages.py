"""What people are told about requests in single sentences, and why something can't be done."""

from collections.abc import Mapping, Sequence

from cards.kit.escaping import plain
from cards.words.groups.phrases import Phrases
from licensing.policy.verdicts import Verdict, Why
from licensing.requests.steps import StepProblem

#: Maximum number of characters repeated from what someone wrote.
LONGEST_WORDS = 300
#: Maximum number of people named who may undo.
_GIVERS = 8


class RequestMessagesTexts(Phrases):
    """What people are told about requests in single sentences, and why something can't be done."""

    group = "request_messages"

    decided = "Thank you. This is how things stand now."
    continued_below = "This goes on in a new card below."
    needs_approval = "This needs approval. Please say why it should go, and send the request."

    verdicts: Mapping[Why, str] = {
        Why.ROLE_ALLOWS: "Your role allows this.",
        Why.GRAPH_DECIDES: "Microsoft 365 decides whether your role allows this.",
        Why.NO_APPROVAL_NEEDED: "No rule asks for approval here.",
        Why.APPROVAL_NEEDED: "The policy asks for approval here.",
        Why.LISTED: "A list of the policy names this person.",
        Why.NO_POLICY: (
            "You could also ask someone to approve it, but that has not been set up here: your "
            "Microsoft 365 admin does it with a policy for Unassign."
        ),
        Why.NOT_A_REQUESTER: (
            "You could also ask for approval, but the policy does not name you among those who "
            "may ask. Your Microsoft 365 admin can change that."
        ),
        Why.NO_RULE: (
            "The policy has no rule by which anyone could approve this. Your Microsoft 365 admin "
            "can change that."
        ),
        Why.EMPTY_LIST: (
            "Under the policy, no one can approve this: the list of approvers is empty. Your "
            "Microsoft 365 admin can change that."
        ),
        Why.NO_MANAGER: (
            "Under the policy, a manager has to approve this, and no one manages all the people "
            "concerned. Ask for each team separately."
        ),
        Why.NO_ONE_LEFT: (
            "Under the policy, no one can approve this: those it lists are you, are gone, or are "
            "too few. Your Microsoft 365 admin can change that."
        ),
        Why.NO_JUSTIFICATION: "Please say why.",
        Why.WRONG_JUSTIFICATION: "Please say why in the form that the policy wants.",
        Why.JUSTIFIED: "The reason will do.",
        Why.DELEGATED: "An approver delegated their approvals to this person.",
        Why.CARRIES_OUT: "Everything is approved; this person's role lets them carry it out.",
        Why.OWN_REQUEST: "No one can approve their own request, not even through someone else.",
        Why.DELEGATED_BY_REQUESTER: (
            "Only the requester delegated approvals to you, and no one can approve their own "
            "request through someone else."
        ),
        Why.ALREADY_DECIDED: "You have already approved this, or someone did in your place.",
        Why.NOT_LISTED: "The policy does not name you among those who may decide this now.",
        Why.LINE_COVERED: "Someone else has already approved for your part.",
        Why.NO_ROLE: (
            "All approvals are there. Now someone is needed whose role lets them remove licenses, "
            "and yours does not, or is not active."
        ),
        Why.NOT_LISTED_FOR_UNDO: "Under the policy, someone else has to give this back.",
        Why.OWN_REMOVAL: "You asked for this removal, so someone else has to give it back.",
        Why.SIGN_IN_FRESH: "The sign-in is fresh enough.",
        Why.SIGN_IN_TOO_OLD: "Approving this many removals requires a fresh sign-in.",
    }
    #: The same as told to someone else, in a trail.
    whys_told: Mapping[Why, str] = {
        Why.ROLE_ALLOWS: "The role allows it.",
        Why.GRAPH_DECIDES: "Only Microsoft 365 could tell whether the role allowed it.",
        Why.NO_APPROVAL_NEEDED: "No rule asked for approval.",
        Why.APPROVAL_NEEDED: "The policy asks for approval.",
        Why.LISTED: "A list names this person.",
        Why.NO_POLICY: "There was no policy.",
        Why.NOT_A_REQUESTER: "Not among those who may ask.",
        Why.NO_RULE: "No rule applied.",
        Why.EMPTY_LIST: "A list was empty.",
        Why.NO_MANAGER: "There was no such manager.",
        Why.NO_ONE_LEFT: "No one was left who could approve it.",
        Why.NO_JUSTIFICATION: "No reason was given.",
        Why.WRONG_JUSTIFICATION: "The reason had another form.",
        Why.JUSTIFIED: "The reason would do.",
        Why.DELEGATED: "In the place of someone who delegated their approvals.",
        Why.CARRIES_OUT: "All was approved; this role lets the removal be carried out.",
        Why.OWN_REQUEST: "No one can approve their own request.",
        Why.DELEGATED_BY_REQUESTER: "The approvals were delegated by the requester.",
        Why.ALREADY_DECIDED: "Had already approved, or someone in their place.",
        Why.NOT_LISTED: "No list that counted then named this person.",
        Why.LINE_COVERED: "Someone else had approved for this part.",
        Why.NO_ROLE: "Someone with a role was needed, and this person had none.",
        Why.NOT_LISTED_FOR_UNDO: "Not among those who may give back.",
        Why.OWN_REMOVAL: "Had asked for the removal, so someone else had to give back.",
        Why.SIGN_IN_FRESH: "The sign-in was fresh enough.",
        Why.SIGN_IN_TOO_OLD: "The sign-in was too old.",
    }
    trail_denied = "Only admins, the requester, and the approvers can see this."
    trail_elsewhere = "Write “why” and the number to me in our own chat to see this."
    troubles: Mapping[StepProblem, str] = {
        StepProblem.ENDED: "This was decided already. The card shows how it ended.",
        StepProblem.CHANGED: (
            "This was changed since, so your decision does not count yet. Please look at it again."
        ),
        StepProblem.NOT_REQUESTER: "Only the requester can do this.",
        StepProblem.NO_WORDS: "Please write a few words first.",
        StepProblem.NO_QUESTION: "There is no open question.",
        StepProblem.DRIFTED: (
            "Some people changed since the preview. They are shown below and will be left alone. "
            "If the rest should go, decide once more."
        ),
        StepProblem.NOT_STATED: (
            "The card you pressed did not show what would be lost. This one does: read it, and "
            "press again. Nothing was decided."
        ),
        StepProblem.NO_ONE_LEFT: (
            "Everyone has changed since the preview, so there is nothing left to approve. The "
            "requester can change the request."
        ),
        StepProblem.SIGN_IN: "Approving this many removals requires a fresh sign-in.",
        StepProblem.TOO_SOON: "The approvers were reminded a moment ago. Please wait a little.",
    }

    def by_rule(self, verdict: Verdict) -> str:
        """The part of the policy that a decision is based on; empty where there is none."""
        if verdict.rule is None:
            return ""
        rule = f"“{plain(verdict.rule.name)}”"
        where = f", line {self.number(verdict.rule.line)}" if verdict.rule.line else ""
        return f"{rule}{where}"

    def verdict(self, verdict: Verdict) -> str:
        """What the policy says, and by which rule."""
        rule = self.by_rule(verdict)
        said = self.verdicts[verdict.why]
        return f"{said} (Policy: {rule}.)" if rule else said

    no_undo_approver = (
        "Under the policy, no one can give back: the list is empty. Your Microsoft 365 admin can "
        "change that."
    )

    def ask_someone_else(self, names: Sequence[str], receipt: int) -> str:
        """Whom to ask instead, and for what."""
        return (
            f"These may: {self.and_more(names[:_GIVERS], len(names))}. Ask one of them to write "
            f"“undo {receipt}” to me: they see the same preview, and it is done in their name."
        )

    def reason_hint(self, hint: str, *, required: bool) -> str:
        """What is expected as a reason."""
        if hint:
            return f"Expected: {plain(hint, LONGEST_WORDS)}"
        return "Needed" if required else "Optional"

    def notify_approved(
        self, number: int, name: str, comment: str, missing: int | None, *, more: bool
    ) -> str:
        """To the requester: one approval. None is missing where it was the last one.

        `more` where it may be more approvals than are given as missing.
        """
        said = f"{name} approved your request {number}{self._quoted_words(comment)}."
        if missing is None:
            return said
        if missing:
            need = self.some(missing, "more is", "more are")
            return f"{said} {'At least ' if more else ''}{need} needed."
        return f"{said} Now someone whose role may remove licenses is needed."

    def notify_completed(self, number: int, name: str) -> str:
        """To the requester: approved, and on its way."""
        return (
            f"Your request {number} is approved. The licenses are being removed in "
            f"the name of {name}."
        )

    def notify_rejected(self, number: int, name: str, comment: str) -> str:
        """To the requester: a no."""
        return (
            f"{name} rejected your request {number}{self._quoted_words(comment)}. "
            "Nothing was removed."
        )

    def notify_expired(self, number: int) -> str:
        """To the requester: no one decided."""
        return (
            f"No one decided about your request {number} in time, so it has expired. "
            "Nothing was removed. You can ask again."
        )

    def notify_question(self, number: int, name: str, text: str) -> str:
        """To the requester: a question."""
        return (
            f"{name} asks about your request {number}: "
            f"“{plain(text, LONGEST_WORDS)}” You can answer on its card."
        )

    def notify_voided(self, number: int) -> str:
        """To everyone: the policy changed."""
        return (
            f"The policy has changed, so the approvals of request {number} no "
            "longer count. It is waiting for approval again."
        )

    def notify_rules_added(self, number: int, rules: Sequence[str]) -> str:
        """To everyone: more rules apply than when the request was sent."""
        names = self.listed([f"“{plain(rule)}”" for rule in rules])
        what = "A rule of the policy applies" if len(rules) == 1 else "Rules of the policy apply"
        return (
            f"{what} to request {number} that did not when it was sent: {names}. "
            "The approvals so far still count; more are needed."
        )

    def notify_stuck(self, number: int, rule: str) -> str:
        """To everyone: no one is left who can approve."""
        return (
            f"No one can approve request {number} any longer: no one is left who "
            f"could give what the rule “{plain(rule)}” still needs. The requester can change or "
            "withdraw it, or a Microsoft 365 admin can add approvers."
        )

    def notify_drifted(self, number: int, people: int) -> str:
        """To the requester: people changed since the preview."""
        return (
            f"{self.people(people)} in your request {number} changed since the preview and will "
            "be left alone. The rest waits as before."
        )

    def notify_unreachable(self, number: int, known: bool) -> str:
        """To the requester: the channel can't be reached, or no longer exists."""
        if not known:
            return (
                f"The channel for approvals is gone, so no one sees request {number} there. It is "
                "kept, and posted as soon as an admin chooses another channel."
            )
        return (
            f"I can't reach the channel for approvals, so request {number} is not "
            "there yet. It is kept, and I try again."
        )

    def notify_posted(self, number: int) -> str:
        """To the requester: the channel was reached after all."""
        return f"Your request {number} is in the channel for approvals now."

    def notify_done(self, number: int, removed: int, others: int) -> str:
        """To the requester and in the thread: it was carried out."""
        rest = f", {self.number(others)} not" if others else ""
        return (
            f"Request {number} is done: {self.licenses(removed)} removed{rest}. "
            "See the card for details."
        )

    def notify_waits(self, number: int, receipt: int) -> str:
        """To the requester and in the thread: the rest waits for a click."""
        return (
            f"Request {number} waits after its first people. Someone who can remove licenses "
            f"writes “receipt {receipt}” to me to look at them, and lets it go on or stops it."
        )

    def thread_opened(self, number: int, name: str) -> str:
        """In the thread: someone asks."""
        return f"{name} asks for request {number} to be approved."

    def thread_changed(self, number: int, name: str, void: int) -> str:
        """In the thread: what is asked has changed."""
        lost = (
            f" {self.some(void, 'earlier approval', 'earlier approvals')} no longer "
            f"{'counts' if void == 1 else 'count'}."
            if void
            else ""
        )
        return f"{name} changed request {number}. Please look at it again.{lost}"

    def thread_answered(self, number: int, name: str, text: str) -> str:
        """In the thread: an answer."""
        return f"{name} answers about request {number}: “{plain(text, LONGEST_WORDS)}”"

    def thread_reminded(self, number: int, missing: int, left: str, *, more: bool) -> str:
        """In the thread: it still waits, perhaps for more approvals than are given."""
        need = f"{'at least ' if more else ''}{self.some(missing, 'approval', 'approvals')}"
        return f"Request {number} still waits for {need}. It expires in {left}."

    def thread_escalated(self, number: int) -> str:
        """In the thread: others may approve too."""
        return (
            f"Request {number} has waited so long that the second list of the policy "
            "may approve it too."
        )

    def reminded(self, number: int) -> str:
        """To the person who reminded by hand."""
        return f"The approvers of request {number} were reminded."

    def _quoted_words(self, comment: str) -> str:
        return f": “{plain(comment, LONGEST_WORDS)}”" if comment else ""
