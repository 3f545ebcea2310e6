"""Every text that a person reads, in English.

Another language is a subclass of `English` that replaces what it says. The file is long because it
is the whole catalogue: a translator finds everything in one place. Names that are handed in must be
made safe before (`cards.plain`); what Microsoft said is made safe here.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from cards.notices import Notice, NoticeKind
from cards.plain import plain
from cards.words.failures import DRIFTS, FAILURES, NEXT_STEPS
from cards.words.links import Links
from cards.words.numbers import Numbers
from licensing.clouds import ADDRESSES, Addresses, Cloud
from licensing.draft import Journey, Trouble
from licensing.errors import Answer, TenantError, UnassignError
from licensing.outcome import Drift, LineOutcome, Outcome
from licensing.plan import Fate
from licensing.roles import Acting, Why
from licensing.services import Data

#: So much of what Microsoft said is quoted.
LONGEST_ANSWER = 300


class English(Numbers):
    """The catalogue. Constants are whole texts; methods put numbers, names and dates into them."""

    def __init__(self, cloud: Addresses = ADDRESSES[Cloud.WORLDWIDE]) -> None:
        """Take the cloud whose pages the texts lead to."""
        self.links = Links(cloud)

    # --- Buttons and small words -----------------------------------------------------------------
    back = "Back"
    cancel = "Cancel"
    next = "Next"
    preview = "Preview"
    continue_ = "Continue"
    help = "Help"
    start = "Start"
    home = "Start page"
    start_over = "Start over"
    resume = "Continue where I was"
    add = "Add to the list"
    look_again = "Look again"
    try_again = "Try again"
    take_off = "Take people off"
    keep_these = "Keep these"
    page_before = "Previous page"
    page_after = "Next page"
    csv = "Download as CSV"
    steps = 4

    def step(self, number: int, name: str) -> str:
        """Where one stands."""
        return f"{number} of {self.steps} · {name}"

    def more(self, count: int) -> str:
        """Lines that are not shown."""
        return f"and {self.number(count)} more"

    def page(self, page: int, pages: int) -> str:
        """Which page this is, counted from 0."""
        return f"Page {self.number(page + 1)} of {self.number(pages)}"

    def people(self, count: int) -> str:
        """A number of people."""
        return self.some(count, "person", "people")

    def licenses(self, count: int) -> str:
        """A number of licenses."""
        return self.some(count, "license", "licenses")

    def mailboxes(self, count: int) -> str:
        """A number of mailboxes."""
        return self.some(count, "mailbox", "mailboxes")

    def licenses_from_people(self, licenses: int, people: int) -> str:
        """3 licenses from 2 people."""
        return f"{self.licenses(licenses)} from {self.people(people)}"

    def and_more(self, names: Sequence[str], total: int) -> str:
        """A few names and how many more there are."""
        rest = total - len(names)
        more = [self.some(rest, "other", "others")] if rest > 0 else []
        return self.listed([*names, *more])

    # --- The home card ---------------------------------------------------------------------------
    hello = "Take back licenses"
    glance = "Licenses at a glance"
    assigned = "Assigned"
    available = "Available"
    product = "Product"
    no_products = "Your organization has no products that people can hold."
    sandbox = "This is a rehearsal. Nothing here changes a real tenant."
    choose_journey = "What would you like to do?"
    journeys: Mapping[Journey, str] = {
        Journey.BY_PRODUCT: "By product",
        Journey.BY_USER: "By user",
        Journey.MANY_USERS: "Many users",
    }
    journeys_explained: Mapping[Journey, str] = {
        Journey.BY_PRODUCT: "Take one or more products from the people who hold them.",
        Journey.BY_USER: "See what one person holds and choose what goes.",
        Journey.MANY_USERS: "Take all licenses, or chosen ones, from a list of people.",
    }

    def greeting(self, name: str) -> str:
        """Hello, by first name."""
        hi = f"Hi {name}." if name else "Hi."
        return f"{hi} You will see what each person would lose, and when, before anything happens."

    def product_use(self, name: str, assigned: int, available: int) -> str:
        """One product with its numbers."""
        return f"{name}: {self.number(assigned)} assigned, {self.number(available)} available"

    def whole_list(self, count: int) -> str:
        """The button that unfolds the whole list."""
        return f"All {self.number(count)} products"

    def unavailable(self, why: str) -> str:
        """Why the products are missing on the home card."""
        return f"The licenses can't be shown right now. {why}"

    def home_spoken(self, products: int) -> str:
        """The home card in a sentence."""
        return (
            f"Unassign. {self.some(products, 'product', 'products')}. Choose by product, by user, "
            "or many users."
        )

    # --- Help ------------------------------------------------------------------------------------
    help_title = "What I can do"
    help_intro = (
        "I take Microsoft 365 licenses back from people. First you choose, then you see who loses "
        "what and on which day, then you confirm. Nothing is removed before that."
    )
    help_typing = "You can type instead of pressing"
    commands: Sequence[tuple[str, str]] = (
        ("hi", "the start page"),
        ("by product", "begin with products"),
        ("by user", "begin with one person"),
        ("many users", "begin with a list of people"),
        ("next, back", "one step on or back"),
        ("page 2", "another page of a preview or result"),
        ("cancel", "stop; nothing is removed"),
        ("start over", "begin again with nothing chosen"),
        ("who am i", "your roles and what they allow"),
        ("sign out", "forget my sign-in"),
        ("help", "this card"),
    )
    help_lists = "While you choose people, you can also paste a list of addresses into the chat."
    help_roles = "Who may remove licenses"
    help_roles_text = (
        "Global Administrators, License Administrators, User Administrators and Directory Writers. "
        "Billing Administrators may not, although older pages of Microsoft say so."
    )
    help_roles_link = "About admin roles"

    # --- Choosing products, people and licenses --------------------------------------------------
    step_products = "Products"
    step_people = "People"
    step_person = "Person"
    step_licenses = "Licenses"
    step_preview = "Preview"
    step_confirm = "Confirm"
    products_question = "Which products should go?"
    products_label = "Products"
    products_hint = "Search or choose"
    people_question = "Whose licenses should go?"
    search_label = "Search"
    search_hint = "Type a name or an address"
    paste_label = "Or paste a list"
    paste_hint = "Addresses or names with commas, semicolons or lines between, or Name <mail>"
    nobody_yet = "Nobody is chosen yet."
    take_off_label = "Who should come off the list?"
    fix_question = "Please look at these"
    fix_choose = "Choose who is meant"
    person_question = "Whose licenses should go?"
    person_label = "Person"
    person_typed = "Or type an address or name"
    person_typed_hint = "adelev@contoso.example"
    all_products = "All licenses that these people hold directly"
    all_products_label = "All licenses"
    some_products = "Or only these"
    stays_title = "Stays, because a group gives it"
    holders_label = "Tick who should lose it"

    def product_choice(self, name: str, assigned: int) -> str:
        """A product to choose."""
        return f"{name} · {self.number(assigned)} assigned"

    def from_whom(self, products: Sequence[str]) -> str:
        """The question of the people step by product."""
        return f"From whom should {self.listed(products)} go?"

    def who_holds(self, products: Sequence[str], total: int) -> str:
        """What the list of holders shows."""
        verb = "holds" if total == 1 else "hold"
        return f"{self.people(total)} {verb} {self.either(products)}."

    def either(self, names: Sequence[str]) -> str:
        """A or B."""
        return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def holders_cut(self, listed: int) -> str:
        """Why the list of holders ends."""
        return (
            f"Only the first {self.number(listed)} are listed. Go back to search or paste, or "
            "choose all."
        )

    def chosen(self, count: int) -> str:
        """How many people are chosen."""
        return f"{self.people(count)} chosen"

    def duplicates(self, count: int) -> str:
        """Entries that were there already."""
        return (
            "1 entry was there already."
            if count == 1
            else f"{self.number(count)} entries were there already."
        )

    def show_holders(self, count: int | None) -> str:
        """The button to the list of holders."""
        return f"Show all {self.number(count)} holders" if count else "Show all holders"

    def choose_all(self, count: int) -> str:
        """The button that takes all holders."""
        return f"Choose all {self.number(count)}"

    def skip_problems(self, count: int) -> str:
        """The button that leaves the unclear entries out."""
        return f"Continue without {'this one' if count == 1 else f'these {self.number(count)}'}"

    def trouble(self, trouble: Trouble, entry: str) -> str:
        """What is wrong with one entry of a list."""
        if trouble is Trouble.AMBIGUOUS:
            return f"More than one person could be “{entry}”"
        return f"Nobody found for “{entry}”"

    def more_problems(self, count: int) -> str:
        """Entries that wait behind those shown."""
        return f"{self.some(count, 'more entry waits', 'more entries wait')} behind these."

    def take_off_first(self, shown: int, total: int) -> str:
        """Why not everybody can be taken off at once."""
        return f"The first {self.number(shown)} of {self.number(total)} are listed."

    def person_choice(self, name: str, address: str) -> str:
        """A person to choose."""
        return f"{name} · {address}"

    def license_of_many(self, name: str, direct: int, people: int) -> str:
        """A product to choose, with how many hold it."""
        return f"{name} · {self.number(direct)} of {self.people(people)}"

    def holds_nothing(self, count: int) -> str:
        """There is no license that could go."""
        return "This person holds no license." if count == 1 else "These people hold no licenses."

    nothing_direct = "No license is assigned directly, so none can be taken here."
    licenses_question = "Which licenses should go?"
    group_link = "Licenses from groups"

    data_names: Mapping[Data, str] = {
        Data.MAILBOX: "the mailbox",
        Data.ONEDRIVE: "OneDrive",
        Data.OFFICE: "the Office apps on the desktop",
    }

    def remove_it(self, kinds: Sequence[Data]) -> str:
        """What one box would cost."""
        names = [self.data_names[kind] for kind in kinds]
        if not names:
            return "Remove it."
        verb = "goes" if len(kinds) == 1 and Data.OFFICE not in kinds else "go"
        return f"Remove it. {_capital(self.listed(names))} {verb} with it."

    def also_by_group(self, groups: Sequence[str], total: int) -> str:
        """A direct license that the person keeps through a group."""
        given = self.groups_of(groups, total)
        return f"Also given by {given}, so the person keeps the product."

    def by_group(self, name: str, groups: Sequence[str], total: int) -> str:
        """A license that can't be taken here, with the first of the groups that give it."""
        return f"{name}, from {self.groups_of(groups, total)}"

    group_hint = (
        "To take such a license away, take the person out of the group, or the license off the "
        "group."
    )

    # --- The preview -----------------------------------------------------------------------------
    preview_nothing = "Nothing would be removed"
    person = "Person"
    fate_lines = "What would happen"
    goes = "Goes"
    stays = "Stays"
    read_more = "More on Microsoft's site"
    nothing = "nothing"
    not_held = "Not held"
    gone_people = "Nobody on the list is in the directory any more."
    count_people = "People chosen"
    count_affected = "People changed"
    count_licenses = "Licenses that go"
    count_inherited = "Stay by group"
    count_not_held = "Not held"

    def direct_assignment(self, name: str) -> str:
        """A direct assignment that goes while a group's stays."""
        return f"{name} (the direct assignment)"

    def preview_spoken(self, title: str, day: date) -> str:
        """The preview in a sentence."""
        return f"Preview. {title}. {self.reckoned(day)} Read the warnings before you continue."

    def reckoned(self, day: date) -> str:
        """The day the dates are for."""
        return f"Dates are for a removal today, {self.day(day)}."

    def why_nothing(self, inherited: int, not_held: int) -> str:
        """Why a plan removes nothing."""
        if inherited and not not_held:
            return f"{_capital(self._all_of(inherited))} from groups. " + self.group_hint
        if not_held and not inherited:
            return "Nobody on the list holds any of these licenses."
        if inherited:
            return (
                "Whoever on the list holds one of these licenses has it from a group. "
                + self.group_hint
            )
        return "Nobody on the list holds a license."

    def _all_of(self, count: int) -> str:
        return "the license comes" if count == 1 else f"all {self.number(count)} licenses come"

    def deletion(self, losers: str, count: int, day: date) -> str:
        """The deletion warning where somebody loses a mailbox."""
        loss = "loses the mailbox" if count == 1 else "lose their mailboxes"
        return (
            f"{losers} {loss}. The data is held for 30 days, until {self.day(day)}, and then "
            "deleted for good."
        )

    def deletion_without_mailbox(self, day: date) -> str:
        """The deletion warning where nobody loses a mailbox."""
        return (
            f"Data that belongs to these licenses is held for 30 days, until {self.day(day)}, and "
            "then deleted for good. Nobody loses a mailbox: no license that goes is anybody's last "
            "with a mailbox."
        )

    def ediscovery(self, mailboxes: int) -> str:
        """The eDiscovery warning where somebody loses a mailbox."""
        which = "This mailbox" if mailboxes == 1 else f"These {self.mailboxes(mailboxes)}"
        return f"{which} can no longer be searched by eDiscovery as soon as the license is gone."

    no_ediscovery = "eDiscovery finds as much as before, because nobody loses a mailbox."

    def onedrive(self, losers: str, count: int, read_only: date, archived: date) -> str:
        """The OneDrive warning."""
        loss = "loses OneDrive. It turns" if count == 1 else "lose OneDrive. Each turns"
        return (
            f"{losers} {loss} read-only on {self.day(read_only)} and is "
            f"archived or moved to the recycle bin on {self.day(archived)}."
        )

    def onedrive_stays(self, losers: str, count: int) -> str:
        """The OneDrive warning of a cloud that archives no OneDrive."""
        verb = "loses" if count == 1 else "lose"
        return (
            f"{losers} {verb} OneDrive. In this cloud Microsoft does not archive it: the files are "
            "not deleted until the account is."
        )

    def groups_of(self, names: Sequence[str], total: int) -> str:
        """The group A, or the groups A, B and 3 others."""
        return (
            f"the group {names[0]}" if total == 1 else f"the groups {self.and_more(names, total)}"
        )

    def inherited(self, count: int, groups: str) -> str:
        """Licenses that stay."""
        verb = "stays, because it comes" if count == 1 else "stay, because they come"
        return f"{self.licenses(count)} {verb} from {groups}. {self.group_hint}"

    def office(self, losers: str, count: int) -> str:
        """The warning about Office's notices."""
        verb = "sees" if count == 1 else "see"
        return f"{losers} {verb} “Unlicensed Product” in the Office apps on the desktop."

    before = "Before you do this"
    before_delete = (
        "Is the person leaving? Deleting the account frees all its licenses at once, and the "
        "account can be restored for 30 days."
    )
    before_delete_link = "Delete a user"
    before_mailbox = (
        "To keep a mailbox, with a subscription such as Enterprise: put it on hold and delete the "
        "account while the license is still there. It becomes an inactive mailbox."
    )
    before_mailbox_link = "Create and manage inactive mailboxes"
    before_block = (
        "To stop somebody from getting at data, block sign-in first. Removing a license alone does "
        "not sign anybody out."
    )
    before_block_link = "Remove a former employee"
    before_self_service = (
        "Licenses that people bought themselves can't be removed before the subscription is taken "
        "over."
    )
    before_self_service_link = "Unassign licenses from users"
    before_powershell = "The same can be done with a script."
    before_powershell_link = "Remove licenses with PowerShell"
    related = "Related articles"
    related_inactive = "Learn about inactive mailboxes"
    related_subscriptions = "Understand subscriptions and licenses"
    related_fewer = "Remove licenses from your subscription"
    related_assign = "Assign licenses to users"

    # --- The confirmation ------------------------------------------------------------------------
    confirm_title = "Remove these licenses?"
    deletion_label = "Data is deleted for good"
    ediscovery_label = "eDiscovery"
    tick_to_go_on = "Please tick this box. Without it nothing is removed."
    cancel_note = "Cancel asks nothing and removes nothing."

    def product_going(self, name: str, count: int) -> str:
        """A product and how many of its licenses go."""
        return f"{name} ({self.number(count)})"

    def accept_deletion(self, day: date, mailboxes: int) -> str:
        """The box of the deletion warning."""
        what = "the data of " + self.mailboxes(mailboxes) if mailboxes else "data of these licenses"
        return (
            f"I understand that {what} is held for 30 days, until {self.day(day)}, and then "
            "deleted for good."
        )

    def accept_ediscovery(self, mailboxes: int) -> str:
        """The box of the eDiscovery warning."""
        which = "this mailbox" if mailboxes == 1 else f"these {self.mailboxes(mailboxes)}"
        return f"I understand that eDiscovery can no longer search {which}."

    def mailboxes_of(self, losers: str, count: int) -> str:
        """Whose data it is."""
        return f"Mailbox of {losers}." if count == 1 else f"Mailboxes of {losers}."

    def confirm_spoken(self, remove: str, day: date) -> str:
        """The confirmation in a sentence."""
        return f"{remove}? Data is held until {self.day(day)} and then deleted for good."

    def remove_button(self, licenses: int, people: int) -> str:
        """The button that removes."""
        return f"Remove {self.licenses_from_people(licenses, people)}"

    # --- While it runs, and the result -----------------------------------------------------------
    running_title = "Removing licenses"
    running_start = "Starting."
    running_note = "You can leave this chat. The card changes when everything is done."
    result_person = "Person"
    result_lines = "What happened"
    outcomes: Mapping[Outcome, str] = {
        Outcome.REMOVED: "Removed",
        Outcome.KEPT: "Kept",
        Outcome.NOT_HELD: "Not held",
        Outcome.HELD_BACK: "Held back",
        Outcome.FAILED: "Failed",
        Outcome.ACCEPTED: "Accepted",
        Outcome.NEEDS_ATTENTION: "Needs attention",
    }
    outcome_notes: Mapping[Outcome, str] = {
        Outcome.HELD_BACK: "Whoever changed since the preview was left alone. Look at them again.",
        Outcome.ACCEPTED: "Microsoft 365 agreed, but the directory does not show it yet.",
        Outcome.NEEDS_ATTENTION: "Tried several times without success. Somebody should look.",
    }

    def progress(self, done: int, total: int) -> str:
        """How far a run is."""
        return f"{self.number(done)} of {self.people(total)} done"

    def direct_gone(self, groups: str) -> str:
        """Why a product is kept whose direct assignment went."""
        return f"The direct assignment is gone; {groups} still gives it."

    def result_title(self, removed: int, others: int, kept: int) -> str:
        """How a run ended: what went, what did not, and what a group still gives."""
        if not removed:
            return "Nobody lost a product"
        rest = f", {self.number(others)} not" if others else ""
        stays = f", {self.number(kept)} kept through a group" if kept else ""
        return f"{self.licenses(removed)} removed{rest}{stays}"

    def result_deletion(self, mailboxes: int, day: date) -> str:
        """The date of a result."""
        return (
            f"{self.people(mailboxes)} lost a mailbox. The data is deleted for good after "
            f"{self.day(day)}. Whoever gets the license back by then gets the mailbox back."
        )

    def given_by(self, groups: str) -> str:
        """Why a product was kept."""
        return f"Still given by {groups}."

    def reason(self, line: LineOutcome) -> str:
        """Why a line was held back or failed."""
        if line.outcome is Outcome.HELD_BACK:
            known = line.reason in set(Drift)
            return self.drift(Drift(line.reason) if known else Drift.REASSIGNED)
        if line.outcome not in {Outcome.FAILED, Outcome.NEEDS_ATTENTION}:
            return ""
        said = FAILURES.get(line.reason, FAILURES["UnassignError"])
        return f"{said}{self._quoted(line.reason, line.answer)}"

    def drift(self, drift: Drift) -> str:
        """How a person changed since the preview."""
        return DRIFTS[drift]

    # --- The same as a table for a spreadsheet ---------------------------------------------------
    plan_columns = ("Person", "Address", "Product", "Product id", "What", "Groups", "Mailbox lost")
    run_columns = ("Person", "Address", "Product", "Product id", "What", "Why", "Request id")
    fates: Mapping[Fate, str] = {
        Fate.GOES: "Goes",
        Fate.STAYS_BY_GROUP: "Goes directly, stays by group",
        Fate.INHERITED: "Stays by group",
        Fate.NOT_HELD: "Not held",
    }

    def fate(self, fate: Fate) -> str:
        """What the plan does with one product of one person."""
        return self.fates[fate]

    def outcome(self, outcome: Outcome) -> str:
        """What became of one product of one person."""
        return self.outcomes[outcome]

    def yes_no(self, yes: bool) -> str:
        """Yes or no."""
        return "yes" if yes else "no"

    # --- Cards that are over ---------------------------------------------------------------------
    cancelled_title = "Cancelled"
    cancelled = "Nothing was removed."
    replaced_title = "This went on below"
    replaced = "A newer card further down shows where you are."
    not_yours_title = "This card belongs to somebody else"
    not_yours = "Only the person who started it can use it. Type “hi” to start your own."
    unknown_title = "I don't know this card any more"
    unknown = "It is too old, or not one of mine. Nothing was changed."
    working_title = "Working on it"
    working = "This card changes in a moment."

    # --- One sentence in the chat ----------------------------------------------------------------
    hello_channel = "Hi. Mention me and write “hi”, and I will help you take licenses back."
    too_fast = "That was a lot at once, so this was left out. Wait a moment, then go on."
    link_too_old = "This link is too old, or not one of mine. Open the card again for a new one."
    cancelled_remark = "Cancelled. Nothing was removed."
    nothing_to_cancel = "There is nothing to cancel."
    cannot_cancel_running = "The removal is under way and can't be cancelled any more."
    someone_elses = "This card belongs to somebody else. Type “hi” to start your own."

    def our_fault(self, correlation: str) -> str:
        """A fault of the bot, with the number by which its log entry is found."""
        return (
            "Something went wrong on our side, and nothing was changed by this. Please try again. "
            f"If it stays, tell your admin this number: {correlation}."
        )

    # --- Errors, notices, and what is not understood ---------------------------------------------
    error_title = "That did not work"
    kept_choices = "Your choices are still there."
    understood_title = "I did not get that"
    understood_hint = "I can do one of these three things, or show you help."

    def understood(self, said: str) -> str:
        """What was typed and not understood."""
        return f"You wrote “{said}”, and I don't know what to do with it."

    def error(self, error: UnassignError) -> str:
        """What went wrong and what to do next, in two sentences."""
        names = [kind.__name__ for kind in type(error).__mro__]
        name = next(name for name in names if name in FAILURES)
        answer = error.answer if isinstance(error, TenantError) else None
        return f"{FAILURES[name]}{self._quoted(name, answer)} {NEXT_STEPS[name]}"

    def _quoted(self, name: str, answer: Answer | None) -> str:
        if name != "UnreadAnswer" or answer is None or not answer.message:
            return ""
        return f" It said: “{plain(answer.message, LONGEST_ANSWER)}”"

    # --- Who one is ------------------------------------------------------------------------------
    who_title = "You and your roles"
    who_roles = "Active roles"
    who_no_roles = "none that has to do with licenses"
    who_eligible = "Not active"
    who_acting = "I act"
    who_acts: Mapping[Acting, str] = {
        Acting.PERSON: "as you, with your rights. The audit log of Microsoft 365 names you.",
        Acting.APP: (
            "as the app, for people whose role allows it. The audit log of Microsoft 365 names the "
            "app; my own records name you."
        ),
    }
    audit_names_app = (
        "The audit log of Microsoft 365 will name the app and not you. My own records name you."
    )

    # --- Signing in ------------------------------------------------------------------------------
    sign_in = "Sign in"
    sign_in_to_go_on = (
        "Please sign in, and I go on from here. I act in your name, with your rights."
    )
    sign_in_for_run = "Removing licenses has paused. Please sign in, and it goes on from there."
    signed_in = "You are signed in."
    wrong_code = "That code is not good, or not any more. Please sign in again."
    signed_out = "You are signed out. I kept nothing of your sign-in."
    not_signed_in = "You were not signed in."
    no_sign_in_here = "There is nothing to sign out of: I act in the name of the app here."
    window_title = "Sign in to Unassign"
    window_done = "You are signed in. You can close this window."
    window_code = "If this window stays open, type this code in the chat:"
    window_denied = "You are not signed in. Close this window and try again in the chat."
    window_old = "This link is too old. Write “hello” to the bot in Teams to get a new one."

    whys: Mapping[Why, str] = {
        Why.ROLE_ALLOWS: "Your role allows this.",
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
            NoticeKind.GONE: (
                f"{self.people(notice.number)} left out, no longer in the directory."
            ),
            NoticeKind.TOO_MANY: (
                f"That list has {number} entries. At most {self.number(notice.limit)} can be taken "
                "at once, so none was."
            ),
            NoticeKind.PROBLEMS: (
                f"{self.some(notice.number, 'entry needs', 'entries need')} a look first."
            ),
            NoticeKind.TICK_BOXES: "Please tick each box first. Nothing was removed.",
            NoticeKind.NEW_DAY: (
                "It is another day now, so the dates have moved. Please read the preview again."
            ),
            NoticeKind.MOVED_ON: "This had moved on already. This is how things stand now.",
        }
        return texts.get(notice.kind, FAILURES["UnassignError"])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
