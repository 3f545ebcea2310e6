"""A card that sends someone to an admin center leads to the page there."""

import json
import re

import pytest

from cards.general.error import ErrorFacts, error_card
from cards.kit.card import notice_block
from cards.kit.notices import Notice, NoticeKind
from cards.words.failures import BY_HAND, WITH_TEXT
from cards.words.languages import english
from cards.words.links import Links
from licensing import errors
from licensing.errors import UnassignError
from licensing.tenant.clouds import ADDRESSES, Cloud
from tests.cards.samples import every_card

CARDS = every_card()
ENTRA = "Microsoft Entra admin center"
PAGE = re.compile(r"https://[a-z0-9.]+/adminportal/home#/(users|licenses|subscriptions)\b")


@pytest.mark.parametrize("name", CARDS)
def test_each_card_that_names_the_admin_center_leads_there(name: str) -> None:
    said = json.dumps(CARDS[name], ensure_ascii=False)
    if ENTRA in said:
        assert "https://entra.microsoft.com" in said
    if "admin center" in said.replace(ENTRA, "").replace("Teams admin center", ""):
        assert PAGE.search(said)


def test_the_errors_whose_next_step_is_there_are_known() -> None:
    assert {
        name for name, said in english().failures.next_steps.items() if "admin center" in said
    } == BY_HAND


@pytest.mark.parametrize("name", sorted(WITH_TEXT))
def test_an_error_leads_there_where_its_next_step_does(name: str) -> None:
    error: UnassignError = getattr(errors, name)()
    drawn = json.dumps(error_card(ErrorFacts(error), english()))
    notice = notice_block(Notice(NoticeKind.ERROR, error=error), english())
    assert notice is not None
    assert bool(PAGE.search(drawn)) is (name in BY_HAND)
    assert bool(PAGE.search(notice.model_dump_json())) is (name in BY_HAND)


@pytest.mark.parametrize(
    ("cloud", "users", "numbers"),
    [
        (Cloud.WORLDWIDE, "https://admin.microsoft.com", "https://admin.teams.microsoft.com"),
        (Cloud.GCC, "https://admin.microsoft.com", "https://admin.teams.microsoft.com"),
        (Cloud.GCC_HIGH, "https://portal.office365.us", "https://admin.gov.teams.microsoft.us"),
        (Cloud.DOD, "https://portal.apps.mil", "https://admin.dod.teams.microsoft.us"),
    ],
)
def test_the_pages_are_those_of_the_cloud(cloud: Cloud, users: str, numbers: str) -> None:
    links = Links(ADDRESSES[cloud])
    assert links.users_page == f"{users}/adminportal/home#/users"
    assert links.licenses_page == f"{users}/adminportal/home#/licenses"
    assert links.products_page == f"{users}/adminportal/home#/subscriptions"
    assert links.numbers_page == f"{numbers}/phone-numbers"


def test_where_no_page_of_numbers_is_known_microsofts_documentation_is_linked() -> None:
    links = Links(ADDRESSES[Cloud.CHINA])
    assert links.numbers_page == links.phone_numbers
