"""Choosing products, people and licenses."""

from collections.abc import Sequence

from cards.words.catalog import Text, key_of
from cards.words.groups.phrases import Phrases
from licensing.losses.services import Data
from licensing.tenant.matching import UnmatchedReason


class ChooseTexts(Phrases):
    """Choosing products, people and licenses."""

    group = "choose"

    step_products = Text()
    step_people = Text()
    step_person = Text()
    step_licenses = Text()
    step_preview = Text()
    step_confirm = Text()
    products_question = Text()
    products_label = Text()
    products_hint = Text()
    people_question = Text()
    search_label = Text()
    search_hint = Text()
    paste_label = Text()
    paste_hint = Text()
    no_one_yet = Text()
    remove_label = Text()
    fix_question = Text()
    fix_choose = Text()
    person_question = Text()
    person_label = Text()
    person_typed = Text()
    person_typed_hint = Text()
    all_products = Text()
    all_products_label = Text()
    #: The button that goes on with all licenses of the chosen people.
    all_theirs = Text()
    some_products = Text()
    from_groups_title = Text()
    holders_label = Text()

    def product_choice(self, name: str, assigned: int) -> str:
        """A product to choose."""
        return self.say("product_choice", name=name, assigned=assigned)

    def from_whom(self, products: Sequence[str]) -> str:
        """The question of the people step by product."""
        return self.say("from_whom", products=self.listed(products))

    def who_holds(self, products: Sequence[str], total: int) -> str:
        """What the list of holders shows."""
        return self.say("who_holds", people=total, products=self.either(products))

    def no_longer_holders(self, names: Sequence[str], found: int, gone: int) -> str:
        """People who were selected and no longer have the products."""
        said: list[str] = []
        if found:
            who = self.and_more(names, found)
            said.append(self.say("no_longer_holders", names=who, count=found))
        if gone:
            said.append(self.say("no_longer_in_directory", people=gone))
        return self.sentences(said)

    def holders_cut(self, listed: int) -> str:
        """Why the list of holders ends."""
        return self.say("holders_cut", listed=listed)

    def selected(self, count: int) -> str:
        """How many people are chosen."""
        return self.say("selected", people=count)

    def duplicates(self, count: int) -> str:
        """Entries that were there already."""
        return self.say("duplicates", count=count)

    def show_holders(self, count: int | None) -> str:
        """The button to the list of holders."""
        return self.say("show_holders", count=count or 0)

    def choose_all(self, count: int) -> str:
        """The button that takes all holders."""
        return self.say("choose_all", count=count)

    def skip_problems(self, count: int) -> str:
        """The button that leaves the unclear entries out."""
        return self.say("skip_problems", count=count)

    def trouble(self, trouble: UnmatchedReason, entry: str) -> str:
        """What is wrong with one entry of a list."""
        return self.say("trouble", trouble=trouble, entry=entry)

    no_column = Text()
    long_table = Text()

    def column_used(self, name: str, ignored: int) -> str:
        """Which column of a table names its people."""
        return self.say("column_used", name=name, ignored=ignored)

    def use_column(self, name: str) -> str:
        """The button that reads a table by another column."""
        return self.say("use_column", name=name)

    def column_number(self, number: int) -> str:
        """A column without a heading."""
        return self.say("column_number", number=str(number))

    def more_problems(self, count: int) -> str:
        """Entries that wait behind those shown."""
        return self.say("more_problems", count=count)

    def unkept_problems(self, count: int) -> str:
        """Entries beyond the number that can be corrected on the card."""
        return self.say("unkept_problems", count=count)

    def remove_first(self, shown: int, total: int) -> str:
        """Why not everyone can be removed from the list in one step."""
        return self.say("remove_first", shown=shown, total=total)

    def person_choice(self, name: str, address: str) -> str:
        """A person to choose."""
        return self.say("person_choice", name=name, address=address)

    def license_of_many(self, name: str, direct: int, people: int) -> str:
        """A product to choose, with how many hold it."""
        return self.say("license_of_many", name=name, direct=direct, people=people)

    def holds_nothing(self, count: int) -> str:
        """There is no license that could go."""
        return self.say("holds_nothing", people=count)

    nothing_direct = Text()
    licenses_question = Text()
    group_link = Text()
    on_list = Text()
    edit_list = Text()

    def own(self, people: int) -> str:
        """The licenses are, or are among, those of the person who acts."""
        return self.say("own", people=people)

    def stays_of_many(self, licenses: int, products: Sequence[str], total: int) -> str:
        """How many licenses of many people are assigned through groups, and of which products."""
        return self.say("stays_of_many", licenses=licenses, products=self.and_more(products, total))

    def remove_it(self, kinds: Sequence[Data]) -> str:
        """What one box would cost."""
        names = [self.words.pattern("losses", f"data_names.{key_of(kind)}") for kind in kinds]
        return self.say("remove_it", count=len(kinds), names=self.listed(names))

    def also_by_group(self, groups: Sequence[str], total: int) -> str:
        """A direct license that the person keeps through a group."""
        return self.say("also_by_group", groups=self.groups_of(groups, total))

    def by_group(self, name: str, groups: Sequence[str], total: int) -> str:
        """A license that can't be taken here, with the first of the groups that give it."""
        return self.say("by_group", name=name, groups=self.groups_of(groups, total))

    group_hint = Text()
