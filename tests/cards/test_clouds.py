"""What a card says in another cloud."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cards.details.details import details_card
from cards.general.help import HelpFacts, help_card
from cards.words.languages import english
from cards.words.links import Links
from licensing.losses.lookup_results import LookupResults
from licensing.losses.rules import Terms
from licensing.plans.plan import build_plan
from licensing.tenant.clouds import ADDRESSES, Cloud
from tests.cards.details_samples import LOSSES, details_of
from tests.cards.test_decisions import shown
from tests.support.people import ONEDRIVE, owned, person, product


@pytest.mark.parametrize(
    ("cloud", "page"),
    [
        ("worldwide", "about-admin-roles"),
        ("gcc", "about-admin-roles"),
        ("gcc-high", "about-admin-roles"),
        ("dod", "about-admin-roles"),
        ("china", "about-admin-roles?view=o365-21vianet"),
        ("germany", "about-admin-roles?view=o365-germany"),
    ],
)
def test_links_lead_to_the_edition_of_the_cloud(cloud: str, page: str) -> None:
    texts = english(ADDRESSES[Cloud(cloud)])
    link = f"(https://learn.microsoft.com/microsoft-365/admin/add-users/{page})"
    assert link in shown(help_card(HelpFacts(), texts))


def test_portals_are_those_of_the_cloud() -> None:
    links = Links(ADDRESSES[Cloud.DOD])
    assert links.admin_center == "https://portal.apps.mil/adminportal"
    assert links.entra_portal == "https://entra.microsoft.us"


@pytest.mark.parametrize("cloud", Cloud)
def test_onedrive_is_archived_only_where_microsoft_does_so(cloud: Cloud) -> None:
    addresses = ADDRESSES[cloud]
    one = build_plan(
        id="p1",
        tenant="t",
        owner="o",
        made_at=datetime(2026, 11, 24, tzinfo=UTC),
        day=date(2026, 11, 24),
        chosen=["e1"],
        people=[person("adele", "e1")],
        products=owned(product("e1", ONEDRIVE)),
        known=LookupResults(Terms(addresses.onedrive_rule)),
    )
    facts = replace(details_of(one), place=LOSSES)
    said = shown(details_card(facts, english(addresses)))
    archives = cloud in {Cloud.WORLDWIDE, Cloud.CHINA, Cloud.GERMANY}
    assert ("It turns read-only on" in said) is archives
    assert ("In this cloud Microsoft does not archive it" in said) is not archives
