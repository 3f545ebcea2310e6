"""People made by hand: whoever is odd in a way that a real directory has too.

They stand in every generated organisation, right behind the personas.
"""

from dataclasses import dataclass, field

from sandbox.organization import roles
from sandbox.organization.personas import DOMAIN


@dataclass(frozen=True, slots=True)
class Character:
    """One person in short: products by part number, groups by name."""

    name: str
    address: str
    department: str | None = None
    direct: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    #: "" for the address itself, None for nobody's mail.
    mail: str | None = ""
    enabled: bool = True
    guest: bool = False
    usage_location: str | None = "US"
    #: Part number to names of service plans switched off.
    disabled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    ever_signed_in: bool = True
    mailbox: str = "user"
    #: The beginning of the manager's address.
    manager: str = ""

    @property
    def user_principal_name(self) -> str:
        """The whole address."""
        return self.address if "@" in self.address else f"{self.address}@{DOMAIN}"


_LONG = " ".join(["Wolfeschlegelsteinhausenbergerdorff"] * 7)[:250]

CAST: tuple[Character, ...] = (
    Character(
        "Patti Fernandez",
        "pattif",
        "IT",
        ("SPE_E5",),
        ("Executives",),
        roles=frozenset({roles.GLOBAL_ADMINISTRATOR}),
    ),
    Character(
        "Isaiah Langer",
        "isaiahl",
        "Finance",
        ("ENTERPRISEPACK",),
        roles=frozenset({roles.BILLING_ADMINISTRATOR}),
    ),
    # Project Plan 3 leans on the SharePoint of the other product: taking that one alone is refused.
    Character(
        "Grady Archie",
        "gradya",
        "Research & Development",
        ("ENTERPRISEPREMIUM", "PROJECTPROFESSIONAL"),
        disabled={"PROJECTPROFESSIONAL": ("SHAREPOINTENTERPRISE",)},
    ),
    # The same product directly and from a group.
    Character(
        "Diego Siciliani",
        "diegos",
        "Sales",
        ("ENTERPRISEPACK",),
        ("Sales E3",),
        manager="adelev",
    ),
    Character("Lynne Robbins", "lynner", "Sales", (), ("Sales E3", "Sales phones")),
    # A second mailbox plan stays when one product goes.
    Character(
        "Joni Sherman",
        "jonis",
        "Legal",
        ("ENTERPRISEPACK", "EXCHANGEENTERPRISE"),
        manager="adelev",
    ),
    Character(
        "Nestor Wilke",
        "nestorw",
        "Operations",
        ("ENTERPRISEPACK",),
        disabled={"ENTERPRISEPACK": ("EXCHANGE_S_ENTERPRISE", "SWAY")},
    ),
    Character(
        "Henrietta Mueller",
        "henriettam",
        "Marketing",
        ("SPE_E5", "VISIOCLIENT", "POWER_BI_PRO", "CPC_E_2C_4GB_128GB", "FLOW_FREE"),
        ("Copilot pilot", "Project office"),
    ),
    Character("Johanna Lorenz", "johannal", "Finance", ("FLOW_FREE", "POWER_BI_PRO")),
    Character("Pradeep Gupta", "pradeepg", "Finance"),
    Character("Enrico Cattaneo", "enricoc", "Legal", usage_location=None),
    # Mail that is not the address, and mail that is somebody else's address.
    Character(
        "Lidia Holloway",
        "lidiah",
        "HR",
        ("SPB",),
        ("Executives",),
        mail=f"lidia.holloway@{DOMAIN}",
    ),
    Character("Chris Green", "chrisg", "IT", ("STANDARDPACK",), mail=f"support@{DOMAIN}"),
    Character(
        "Support (shared mailbox)",
        "support",
        None,
        ("EXCHANGESTANDARD",),
        enabled=False,
        mailbox="shared",
    ),
    Character(
        "Reception (shared mailbox)",
        "reception",
        None,
        enabled=False,
        ever_signed_in=False,
        mailbox="shared",
    ),
    Character("Irvin Sayers", "irvins", "Operations", ("SPE_F1",), mail=None),
    # The same name three times.
    Character("Maria García", "mariag", "Sales", ("O365_BUSINESS_PREMIUM",)),
    Character("Maria García", "mariag2", "HR", ("O365_BUSINESS_ESSENTIALS",)),
    Character("Maria García", "mariag3", "Retail", (), ("Frontline F3",)),
    # Names that break careless software.
    Character("Sean O'Brien", "sean.o'brien", "Sales", ("ENTERPRISEPACK",), manager="meganb"),
    Character("Anne-Marie Lefèvre-Dubois", "anne-marie", "Legal", ("SPE_E3",)),
    Character("<b>Bold</b> *Star* [link](https://contoso.example)", "bold.star", "IT", ("SPB",)),
    Character('Robert"); DROP TABLE people;--', "bobby.tables", "IT", ("STANDARDPACK",)),
    Character("AC/DC & Söhne \\ 100%", "acdc", "Marketing", ("STANDARDPACK",)),
    Character("{{name}} ${name} <at>Everyone</at>", "template", "Marketing", ("FLOW_FREE",)),
    Character(_LONG, "very.long", "Legal", ("ENTERPRISEPACK",)),
    Character("عبد الرحمن الأحمد", "abdulrahman", "Sales", ("SPE_E3",)),
    Character("שירה לוי", "shira", "Engineering", (), ("Engineering E5",)),
    Character("山田 太郎", "taro", "Engineering", (), ("Engineering E5",)),
    Character("王小明", "xiaoming", "Engineering", (), ("Engineering E5",)),
    Character("🚀 Zoë Müller 👩🏽‍💻", "zoe", "Marketing", ("O365_BUSINESS_PREMIUM", "FLOW_FREE")),
    Character("Łukasz Żółć", "lukasz", "Operations", ("SPE_F1",)),
    Character("  Spaced   Out  ", "spaced", "Retail", ("SPE_F1",)),
    Character(
        "Guest of Fabrikam",
        f"guest_fabrikam.example#EXT#@{DOMAIN}",
        None,
        ("POWER_BI_PRO",),
        mail="guest@fabrikam.example",
        guest=True,
    ),
    Character(
        "Former Employee", "former", "Sales", ("ENTERPRISEPACK", "CRMSTANDARD"), enabled=False
    ),
    Character("Never Came", "never.came", "HR", ("SPE_E3", "AAD_PREMIUM_P2"), ever_signed_in=False),
)
