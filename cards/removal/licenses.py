"""Which licenses to remove, 2 of 4: those of one person, or of many people."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.kit.actions import Field, Verb, license_box
from cards.kit.blocks import box, link, subheading, text
from cards.kit.card import Card, back, button, cancel, card, head, notice_block
from cards.kit.escaping import plain, plains
from cards.kit.inputs import checkbox, choose_many
from cards.kit.notices import Notice
from cards.removal.journey_title import journey_title
from cards.words.texts import Texts
from licensing.losses.services import Data
from licensing.plans.draft import Journey
from licensing.tenant.people import PersonRef

#: Maximum number of groups named for one license.
GROUPS_NAMED = 5
#: Maximum number of products named of which many people have licenses through groups.
PRODUCTS_NAMED = 3


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
    selected: bool = False
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
    #: The number of the request that this changes.
    changes: int | None = None
    #: Whether they are, or are among, the licenses of the person who acts.
    own: bool = False
    notice: Notice | None = None


def licenses_card(facts: LicensesFacts, texts: Texts) -> Card:
    """Offer licenses to remove, with their consequences, and list the others with the reason."""
    journey = Journey.MANY_USERS if facts.person is None else Journey.BY_USER
    direct = [line for line in facts.lines if line.direct]
    inherited = [line for line in facts.lines if not line.direct]
    said = _whose(facts, texts)
    return card(
        texts,
        [
            head(
                journey_title(journey, facts.changes, texts),
                texts.common.step(2, texts.choose.step_licenses),
            ),
            notice_block(facts.notice, texts),
            said,
            box("warning", text(texts.choose.own(facts.people))) if facts.own else None,
            *_offer(facts, direct, texts),
            *_stays(facts, inherited, texts),
        ],
        [
            button(Verb.NEXT, facts.token, texts.common.preview, style="positive")
            if direct
            else None,
            back(facts.token, texts),
            cancel(facts.token, texts),
        ],
        speak=f"{texts.choose.licenses_question} {texts.common.licenses(len(direct))}.",
    )


def _whose(facts: LicensesFacts, texts: Texts) -> CardElement:
    if facts.person is None:
        return text(texts.choose.selected(facts.people), bold=True)
    said = texts.choose.person_choice(plain(facts.person.name), plain(facts.person.address))
    return text(said, bold=True)


def _offer(facts: LicensesFacts, direct: list[LicenseLine], texts: Texts) -> list[CardElement]:
    if not facts.lines:
        return [text(texts.choose.holds_nothing(facts.people))]
    if not direct:
        return [text(texts.choose.nothing_direct)]
    question = text(texts.choose.licenses_question)
    if facts.person is None:
        return [question, *_of_many(facts, direct, texts)]
    return [question, *(element for line in direct for element in _box(line, texts))]


def _box(line: LicenseLine, texts: Texts) -> list[CardElement]:
    costs = [kind for kind in Data if kind in line.cost and not line.inherited]
    title = texts.choose.remove_it(costs)
    found = [checkbox(license_box(line.product), plain(line.name), title, selected=line.selected)]
    if line.groups:
        said = texts.choose.also_by_group(plains(line.groups[:GROUPS_NAMED]), len(line.groups))
        found.append(text(said, subtle=True, size="Small", spacing="Small"))
    return found


def _of_many(facts: LicensesFacts, direct: list[LicenseLine], texts: Texts) -> list[CardElement]:
    choices = [
        (texts.choose.license_of_many(plain(line.name), line.direct, facts.people), line.product)
        for line in sorted(direct, key=lambda line: (-line.direct, line.name.casefold()))
    ]
    return [
        checkbox(
            Field.ALL_PRODUCTS,
            texts.choose.all_products_label,
            texts.choose.all_products,
            selected=facts.all_products,
        ),
        choose_many(
            Field.PRODUCTS,
            texts.choose.some_products,
            choices,
            chosen=[line.product for line in direct if line.selected],
            placeholder=texts.choose.products_hint,
        ),
    ]


def _stays(facts: LicensesFacts, inherited: list[LicenseLine], texts: Texts) -> list[CardElement]:
    """What groups assign: each license of one person, the number of those of many people."""
    said = (
        [_by_group(line, texts) for line in inherited]
        if facts.person
        else _number_by_group(facts.lines, texts)
    )
    if not said:
        return []
    return [
        subheading(texts.choose.from_groups_title),
        *said,
        text(texts.choose.group_hint, subtle=True, size="Small"),
        link(texts.common.licenses_page, texts.links.licenses_page),
        link(texts.choose.group_link, texts.links.group_licenses),
    ]


def _by_group(line: LicenseLine, texts: Texts) -> CardElement:
    groups = plains(line.groups[:GROUPS_NAMED])
    said = texts.choose.by_group(plain(line.name), groups, len(line.groups))
    return text(said, spacing="Small")


def _number_by_group(lines: Sequence[LicenseLine], texts: Texts) -> list[CardElement]:
    found = sorted(
        (line for line in lines if line.inherited), key=lambda line: (-line.inherited, line.name)
    )
    if not found:
        return []
    names = plains(line.name for line in found[:PRODUCTS_NAMED])
    licenses = sum(line.inherited for line in found)
    return [text(texts.choose.stays_of_many(licenses, names, len(found)), spacing="Small")]
