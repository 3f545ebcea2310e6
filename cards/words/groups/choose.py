"""Choosing products, people and licenses."""

from collections.abc import Sequence
from typing import Final

from cards.words.groups.losses import DATA_NAMES, SEVERAL
from cards.words.groups.phrases import Phrases, capital
from licensing.losses.services import Data
from licensing.tenant.matching import UnmatchedReason

#: How a license that a group gives can be removed.
GROUP_HINT: Final = (
    "To take such a license away, take the person out of the group, or the license off the group."
)


class ChooseTexts(Phrases):
    """Choosing products, people and licenses."""

    group = "choose"

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
    paste_hint = "Addresses, or one name on each line, or a whole table"
    no_one_yet = "No one is chosen yet."
    remove_label = "Who should come off the list?"
    fix_question = "Please look at these"
    fix_choose = "Choose who is meant"
    person_question = "Whose licenses should go?"
    person_label = "Person"
    person_typed = "Or type an address or name"
    person_typed_hint = "adelev@contoso.example"
    all_products = "All licenses that these people hold directly"
    all_products_label = "All licenses"
    some_products = "Or only these"
    from_groups_title = "Stays, because a group gives it"
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

    def no_longer_holders(self, names: Sequence[str], found: int, gone: int) -> str:
        """Whom someone ticked who does not hold the products by now."""
        said = ""
        if found:
            verb, stay = ("holds", "stays") if found == 1 else ("hold", "stay")
            who = self.and_more(names, found)
            said = f"{who} no longer {verb} these products, but {stay} on your list."
        if gone:
            left = self.people(gone)
            was = "was" if gone == 1 else "were"
            said = f"{said} {left} no longer in the directory {was} left out.".strip()
        return said

    def holders_cut(self, listed: int) -> str:
        """Why the list of holders ends."""
        return (
            f"Only the first {self.number(listed)} are listed. Go back to search or paste, or "
            "choose all."
        )

    def selected(self, count: int) -> str:
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

    def trouble(self, trouble: UnmatchedReason, entry: str) -> str:
        """What is wrong with one entry of a list."""
        if trouble is UnmatchedReason.AMBIGUOUS:
            return f"More than one person could be “{entry}”"
        if trouble is UnmatchedReason.DOUBTFUL:
            return f"Did you mean a person by “{entry}”?"
        return f"No one found for “{entry}”"

    no_column = (
        "No column of that table names its people. Paste the addresses, or a table that has them "
        "in a column."
    )
    long_table = (
        "This table is too long to change the column here. Paste only the column that you want."
    )

    def column_used(self, name: str, ignored: int) -> str:
        """Which column of a table names its people."""
        others = self.some(ignored, "other column", "other columns")
        return f"Using the column “{name}”; {others} ignored."

    def use_column(self, name: str) -> str:
        """The button that reads a table by another column."""
        return f"Use “{name}” instead"

    def column_number(self, number: int) -> str:
        """A column without a heading."""
        return f"number {number}"

    def more_problems(self, count: int) -> str:
        """Entries that wait behind those shown."""
        return f"{self.some(count, 'more entry waits', 'more entries wait')} behind these."

    def unkept_problems(self, count: int) -> str:
        """Entries beyond the number that can be corrected on the card."""
        return (
            f"{self.some(count, 'more entry was', 'more entries were')} not found and can't be "
            "corrected here. Correct them in your list and paste it again, or continue without "
            "them."
        )

    def remove_first(self, shown: int, total: int) -> str:
        """Why not everyone can be removed from the list in one step."""
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

    def remove_it(self, kinds: Sequence[Data]) -> str:
        """What one box would cost."""
        names = [DATA_NAMES[kind] for kind in kinds]
        if not names:
            return "Remove it."
        verb = "go" if len(kinds) > 1 or set(kinds) & SEVERAL else "goes"
        return f"Remove it. {capital(self.listed(names))} {verb} with it."

    def also_by_group(self, groups: Sequence[str], total: int) -> str:
        """A direct license that the person keeps through a group."""
        given = self.groups_of(groups, total)
        return f"Also given by {given}, so the person keeps the product."

    def by_group(self, name: str, groups: Sequence[str], total: int) -> str:
        """A license that can't be taken here, with the first of the groups that give it."""
        return f"{name}, from {self.groups_of(groups, total)}"

    group_hint = GROUP_HINT
