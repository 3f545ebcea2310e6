"""The participants of a rehearsal: the tenant, the bot and three people.

The ids are those of Microsoft's Agents Playground, so both have the same people.
"""

from dataclasses import dataclass

from sandbox.organization import roles

TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
DOMAIN = "contoso.example"
BOT_ID = "28:11111111-2222-4333-8444-555555555555"
BOT_NAME = "Unassign"


@dataclass(frozen=True, slots=True)
class Persona:
    """A person that a user of the rehearsal page can act as."""

    #: Entra object id.
    oid: str
    #: The person's id in Teams.
    teams_id: str
    name: str
    address: str
    job: str
    department: str
    #: Template ids of directory roles.
    roles: frozenset[str] = frozenset()


ALEX = Persona(
    "aaaaaaaa-0000-4000-8000-000000000020",
    "29:1alexAAAA",
    "Alex Wilber",
    f"alexw@{DOMAIN}",
    "License administrator",
    "IT",
    frozenset({roles.LICENSE_ADMINISTRATOR}),
)
MEGAN = Persona(
    "aaaaaaaa-0000-4000-8000-000000000021",
    "29:1meganAAA",
    "Megan Bowen",
    f"meganb@{DOMAIN}",
    "Helpdesk worker",
    "IT",
)
ADELE = Persona(
    "aaaaaaaa-0000-4000-8000-000000000022",
    "29:1adeleAAA",
    "Adele Vance",
    f"adelev@{DOMAIN}",
    "Approver",
    "Retail",
    frozenset({roles.USER_ADMINISTRATOR}),
)

PERSONAS = (ALEX, MEGAN, ADELE)
