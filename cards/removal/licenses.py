"""Which licenses go, 2 of 4: those of one person, or of many people."""

from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb, license_box
from cards.kit.blocks import link, subheading, text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain, plains
from cards.kit.inputs import choose_many, tick
from cards.kit.notices import Notice
from cards.words.english import English
from licensing.losses.services import Data
from licensing.plans.draft import Journey
from licensing.tenant.people import PersonRef

#: So many groups are named for one license.
GROUPS_NAMED = 5


@dataclass(frozen=True, slots=True)
class LicenseLine:
    """One product, with how the people hold it."""

    product: str
    name: str
    #: How many of the people hold it directly, and how many through a group.
    direct: int
    inherited: int
    #: Names of the groups.
    groups: tuple[str, ...] = ()
    ticked: bool = False
    #: What at least one of them would lose with this license.
    cost: frozenset[Data] = frozenset()


@dataclass(frozen=True, slots=True)
class LicensesFacts:
    """Facts of the card."""

    #: By user: whose licenses these are. None for many people.
    person: PersonRef | None
    people: int
    lines: tuple[LicenseLine, ...]
    token: str
    all_products: bool = False
    notice: Notice | None = None


def licenses_card(facts: LicensesFacts, words: English) -> Card:
    """Offer what can be taken, with what it costs, and name what can't and why."""
    journey = Journey.MANY_USERS if facts.person is None else Journey.BY_USER
    direct = [line for line in facts.lines if line.direct]
    inherited = [line for line in facts.lines if not line.direct]
    said = _whose(facts, words)
    return card(
        words,
        [
            head(words.journeys[journey], words.step(2, words.step_licenses)),
            notice_block(facts.notice, words),
            said,
            *_offer(facts, direct, words),
            *_stays(inherited, words),
        ],
        [
            button(Verb.NEXT, facts.token, words.preview, style="positive") if direct else None,
            back(facts.token, words),
            cancel(facts.token, words),
        ],
        speak=f"{words.licenses_question} {words.licenses(len(direct))}.",
    )


def _whose(facts: LicensesFacts, words: English) -> CardElement:
    if facts.person is None:
        return text(words.chosen(facts.people), bold=True)
    said = words.person_choice(plain(facts.person.name), plain(facts.person.address))
    return text(said, bold=True)


def _offer(facts: LicensesFacts, direct: list[LicenseLine], words: English) -> list[CardElement]:
    if not facts.lines:
        return [text(words.holds_nothing(facts.people))]
    if not direct:
        return [text(words.nothing_direct)]
    question = text(words.licenses_question)
    if facts.person is None:
        return [question, *_of_many(facts, direct, words)]
    return [question, *(element for line in direct for element in _box(line, words))]


def _box(line: LicenseLine, words: English) -> list[CardElement]:
    costs = [kind for kind in Data if kind in line.cost and not line.inherited]
    title = words.remove_it(costs)
    found = [tick(license_box(line.product), plain(line.name), title, ticked=line.ticked)]
    if line.groups:
        said = words.also_by_group(plains(line.groups[:GROUPS_NAMED]), len(line.groups))
        found.append(text(said, subtle=True, size="Small", spacing="Small"))
    return found


def _of_many(facts: LicensesFacts, direct: list[LicenseLine], words: English) -> list[CardElement]:
    choices = [
        (words.license_of_many(plain(line.name), line.direct, facts.people), line.product)
        for line in sorted(direct, key=lambda line: (-line.direct, line.name.casefold()))
    ]
    return [
        tick(
            Field.ALL_PRODUCTS,
            words.all_products_label,
            words.all_products,
            ticked=facts.all_products,
        ),
        choose_many(
            Field.PRODUCTS,
            words.some_products,
            choices,
            chosen=[line.product for line in direct if line.ticked],
            placeholder=words.products_hint,
        ),
    ]


def _stays(inherited: list[LicenseLine], words: English) -> list[CardElement]:
    if not inherited:
        return []
    said = [
        text(
            words.by_group(plain(line.name), plains(line.groups[:GROUPS_NAMED]), len(line.groups)),
            spacing="Small",
        )
        for line in inherited
    ]
    return [
        subheading(words.stays_title),
        *said,
        text(words.group_hint, subtle=True, size="Small"),
        link(words.group_link, words.links.group_licenses),
    ]
