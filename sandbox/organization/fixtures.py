"""People with the edge cases of real directories.

Every generated organization has them, right after the personas.
"""

from dataclasses import dataclass, field

from sandbox.organization import roles
from sandbox.organization.personas import DOMAIN


@dataclass(frozen=True, slots=True)
class Person:
    """Short form of one person: products by part number, groups by name."""

    name: str
    address: str
    department: str | None = None
    direct: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    #: "" for the address itself, None for no mailbox.
    mail: str | None = ""
    enabled: bool = True
    guest: bool = False
    usage_location: str | None = "US"
    #: Part number to names of disabled service plans.
    disabled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    ever_signed_in: bool = True
    mailbox: str = "user"
    #: First part of the manager's address.
    manager: str = ""

    @property
    def user_principal_name(self) -> str:
        """Return the whole address."""
        return self.address if "@" in self.address else f"{self.address}@{DOMAIN}"


_LONG = " ".join(["Wolfeschlegelsteinhausenbergerdorff"] * 7)[:250]

PEOPLE: tuple[Person, ...] = (
    Person(
        "Patti Fernandez",
        "pattif",
        "IT",
        ("SPE_E5",),
        ("Executives",),
        roles=frozenset({roles.GLOBAL_ADMINISTRATOR}),
    ),
    Person(
        "Isaiah Langer",
        "isaiahl",
        "Finance",
        ("ENTERPRISEPACK",),
        roles=frozenset({roles.BILLING_ADMINISTRATOR}),
    ),
    # Project Plan 3 depends on the other product's SharePoint: removing that one alone is refused.
    Person(
        "Grady Archie",
        "gradya",
        "Research & Development",
        ("ENTERPRISEPREMIUM", "PROJECTPROFESSIONAL"),
        disabled={"PROJECTPROFESSIONAL": ("SHAREPOINTENTERPRISE",)},
    ),
    # The same product directly and from a group.
    Person(
        "Diego Siciliani",
        "diegos",
        "Sales",
        ("ENTERPRISEPACK",),
        ("Sales E3",),
        manager="adelev",
    ),
    Person("Lynne Robbins", "lynner", "Sales", (), ("Sales E3", "Sales phones")),
    # A second mailbox plan remains when one product is removed.
    Person(
        "Joni Sherman",
        "jonis",
        "Legal",
        ("ENTERPRISEPACK", "EXCHANGEENTERPRISE"),
        manager="adelev",
    ),
    Person(
        "Nestor Wilke",
        "nestorw",
        "Operations",
        ("ENTERPRISEPACK",),
        disabled={"ENTERPRISEPACK": ("EXCHANGE_S_ENTERPRISE", "SWAY")},
    ),
    Person(
        "Henrietta Mueller",
        "henriettam",
        "Marketing",
        ("SPE_E5", "VISIOCLIENT", "POWER_BI_PRO", "CPC_E_2C_4GB_128GB", "FLOW_FREE"),
        ("Copilot pilot", "Project office"),
    ),
    Person("Johanna Lorenz", "johannal", "Finance", ("FLOW_FREE", "POWER_BI_PRO")),
    Person("Pradeep Gupta", "pradeepg", "Finance"),
    Person("Enrico Cattaneo", "enricoc", "Legal", usage_location=None),
    # Mail that is not the address, and mail that is another person's address.
    Person(
        "Lidia Holloway",
        "lidiah",
        "HR",
        ("SPB",),
        ("Executives",),
        mail=f"lidia.holloway@{DOMAIN}",
    ),
    Person("Chris Green", "chrisg", "IT", ("STANDARDPACK",), mail=f"support@{DOMAIN}"),
    Person(
        "Support (shared mailbox)",
        "support",
        None,
        ("EXCHANGESTANDARD",),
        enabled=False,
        mailbox="shared",
    ),
    Person(
        "Reception (shared mailbox)",
        "reception",
        None,
        enabled=False,
        ever_signed_in=False,
        mailbox="shared",
    ),
    Person("Irvin Sayers", "irvins", "Operations", ("SPE_F1",), mail=None),
    # The same name three times.
    Person("Maria García", "mariag", "Sales", ("O365_BUSINESS_PREMIUM",)),
    Person("Maria García", "mariag2", "HR", ("O365_BUSINESS_ESSENTIALS",)),
    Person("Maria García", "mariag3", "Retail", (), ("Frontline F3",)),
    # Names that break careless software.
    Person("Sean O'Brien", "sean.o'brien", "Sales", ("ENTERPRISEPACK",), manager="meganb"),
    Person("Anne-Marie Lefèvre-Dubois", "anne-marie", "Legal", ("SPE_E3",)),
    Person("<b>Bold</b> *Star* [link](https://contoso.example)", "bold.star", "IT", ("SPB",)),
    Person('Robert"); DROP TABLE people;--', "bobby.tables", "IT", ("STANDARDPACK",)),
    Person("AC/DC & Söhne \\ 100%", "acdc", "Marketing", ("STANDARDPACK",)),
    Person("{{name}} ${name} <at>Everyone</at>", "template", "Marketing", ("FLOW_FREE",)),
    Person(_LONG, "very.long", "Legal", ("ENTERPRISEPACK",)),
    Person("عبد الرحمن الأحمد", "abdulrahman", "Sales", ("SPE_E3",)),
    Person("שירה לוי", "shira", "Engineering", (), ("Engineering E5",)),
    Person("山田 太郎", "taro", "Engineering", (), ("Engineering E5",)),
    Person("王小明", "xiaoming", "Engineering", (), ("Engineering E5",)),
    Person("🚀 Zoë Müller 👩🏽‍💻", "zoe", "Marketing", ("O365_BUSINESS_PREMIUM", "FLOW_FREE")),
    Person("Łukasz Żółć", "lukasz", "Operations", ("SPE_F1",)),
    Person("  Spaced   Out  ", "spaced", "Retail", ("SPE_F1",)),
    Person(
        "Guest of Fabrikam",
        f"guest_fabrikam.example#EXT#@{DOMAIN}",
        None,
        ("POWER_BI_PRO",),
        mail="guest@fabrikam.example",
        guest=True,
    ),
    Person("Former Employee", "former", "Sales", ("ENTERPRISEPACK", "CRMSTANDARD"), enabled=False),
    Person("Never Came", "never.came", "HR", ("SPE_E3", "AAD_PREMIUM_P2"), ever_signed_in=False),
)
