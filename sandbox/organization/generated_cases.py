"""The eDiscovery cases of a generated organization, and who may see them."""

from sandbox.organization.accounts import id_of
from sandbox.organization.ediscovery import Case, Custodian, Purview
from sandbox.organization.personas import ADELE, DOMAIN


def _in_case(name: str, address: str, hold: str = "applied") -> Custodian:
    return Custodian(f"{address}@{DOMAIN}", name, hold)


#: Adele and the app can see every case; Patti sees the cases that she is a member of.
PURVIEW = Purview(
    cases=(
        Case(
            "cccccccc-0000-4000-8000-000000000001",
            "Fabrikam contract dispute",
            custodians=(
                _in_case("Henrietta Mueller", "henriettam"),
                _in_case("Johanna Lorenz", "johannal", "notApplied"),
                Custodian(f"pradeepg@{DOMAIN}", "Pradeep Gupta", "notApplied", "released"),
            ),
            members=frozenset({id_of(f"pattif@{DOMAIN}")}),
        ),
        Case(
            "cccccccc-0000-4000-8000-000000000002",
            "Insider trading review",
            custodians=(_in_case("Henrietta Mueller", "henriettam", "partial"),),
            sources=(_in_case("Never Came", "never.came"),),
        ),
        Case(
            "cccccccc-0000-4000-8000-000000000003",
            "Closed years ago",
            status="closed",
            custodians=(_in_case("Lidia Holloway", "lidiah"),),
        ),
    ),
    managers=frozenset({id_of(f"pattif@{DOMAIN}")}),
    administrators=frozenset({ADELE.oid}),
    app=True,
)
