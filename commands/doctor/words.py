"""The texts of the findings: one entry for each code. Names in braces are facts of the finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from commands.doctor.findings import Code, Finding, Level


@dataclass(frozen=True, slots=True)
class Words:
    """What was found, and what to do about it; nothing to do if all is well."""

    says: str
    fix: str = ""

    def of(self, finding: Finding) -> "Words":
        """The texts with the facts of one finding."""
        return Words(self.says.format(**finding.facts), self.fix.format(**finding.facts))


LEVELS: Final[Mapping[Level, str]] = {
    Level.GOOD: "good",
    Level.UNKNOWN: "unknown",
    Level.WARNING: "warning",
    Level.FAULT: "FAULT",
}

WORDS: Final[Mapping[Code, Words]] = {
    Code.CHECK_FAILED: Words(
        "This check failed to run ({error}).",
        "Please report it with this line.",
    ),
    Code.CHECK_SKIPPED: Words("Skipped."),
    Code.REHEARSED: Words("Not needed in a rehearsal without an app id."),
    # The settings.
    Code.SETTINGS_GOOD: Words("What is needed is set and fits together. It is read from {source}."),
    Code.SETTINGS_SECOND_NAME: Words("{used} is read as {setting}, which is not set."),
    Code.SETTINGS_WRONG: Words(
        "{said}",
        "Set it in the environment of the bot, or in a file .env in the folder where it starts; "
        "docs/settings.md describes each setting. To check a rehearsal that runs here, add "
        "--rehearsal.",
    ),
    Code.LINK_KEY_MISSING: Words(
        "UNASSIGN_LINK_KEY is not set, so download links end when the bot restarts rather than "
        "after a day.",
        "Set it to a long random text: `unassign keys` makes one (docs/setup.md, step 7).",
    ),
    Code.LINK_KEY_SHARED: Words(
        "UNASSIGN_LINK_KEY is not set. If several replicas use this database, a download link "
        "works only on the replica that made it.",
        "Set it to the same long random text for all replicas: `unassign keys` makes one "
        "(docs/setup.md, step 7).",
    ),
    # The clock.
    Code.CLOCK_GOOD: Words("The clock matches the tenant's to within {seconds} s."),
    Code.CLOCK_OFF: Words(
        "The clock of this machine is {seconds} s {direction} the tenant's.",
        "Set the clock by NTP (timedatectl set-ntp true). At 300 s or more, no one can sign in.",
    ),
    Code.CLOCK_WRONG: Words(
        "The clock of this machine is {seconds} s {direction} the tenant's. Tokens are "
        "valid for a limited time, so sign-ins and messages from Teams are refused.",
        "Set the clock, and keep it set by NTP (timedatectl set-ntp true).",
    ),
    Code.CLOCK_UNKNOWN: Words(
        "The tenant did not return its time.", "Fix the credential problem first."
    ),
    # The credential.
    Code.CREDENTIAL_GOOD: Words("Entra accepts the app's credential."),
    Code.ENTRA_UNREACHABLE: Words(
        "Entra can't be reached at {host}.",
        "Make sure that UNASSIGN_CLOUD is the cloud of the tenant, and that this machine can reach "
        "{host} on port 443: check firewall, proxy and DNS.",
    ),
    Code.TENANT_UNKNOWN: Words(
        "Entra has no tenant {tenant} ({said}).",
        "Copy the directory (tenant) id from the app's page in the Entra admin center into "
        "UNASSIGN_TENANT_ID, and make sure that UNASSIGN_CLOUD is the cloud of that tenant.",
    ),
    Code.APP_UNKNOWN: Words(
        "The tenant {tenant} has no app {app} ({said}).",
        "Copy the application (client) id from the app's page in the Entra admin center into "
        "UNASSIGN_APP_ID. If the app belongs to another tenant, an administrator of this one has "
        "to consent to it first.",
    ),
    Code.APP_DISABLED: Words(
        "The app {app} is disabled in the tenant {tenant} ({said}).",
        "Entra admin center → Enterprise applications → the app → Properties → Enabled for users "
        "to sign in → Yes.",
    ),
    Code.SECRET_WRONG: Words(
        "Entra does not accept the client secret ({said}).",
        "Put the Value of a client secret into UNASSIGN_APP_PASSWORD, not its Secret ID. The value "
        "is shown only once: create a new secret if it is lost (docs/setup.md, step 3).",
    ),
    Code.SECRET_EXPIRED: Words(
        "The client secret has expired ({said}).",
        "Create a new one and put its Value into UNASSIGN_APP_PASSWORD, or use a credential that "
        "does not expire, such as a managed identity (docs/setup.md, step 3).",
    ),
    Code.CERTIFICATE_UNKNOWN: Words(
        "The app registration does not have this certificate ({said}).",
        "Entra admin center → App registrations → the app → Certificates & secrets → Certificates "
        "→ upload the public part of UNASSIGN_APP_CERTIFICATE.",
    ),
    Code.CERTIFICATE_EXPIRED: Words(
        "The certificate of the app expired on {day}.",
        "Create a new one, upload its public part to the app registration, and set "
        "UNASSIGN_APP_CERTIFICATE to it.",
    ),
    Code.CERTIFICATE_ENDS: Words(
        "The certificate of the app expires on {day}.",
        "Create a new one in time, upload its public part to the app registration next to the old "
        "one, and set UNASSIGN_APP_CERTIFICATE to it.",
    ),
    Code.IDENTITY_UNKNOWN: Words(
        "The bot gets no token for the identity of this machine ({said}).",
        "Assign the managed identity to the machine and make sure that UNASSIGN_MANAGED_IDENTITY "
        "is its client id; or that UNASSIGN_FEDERATED_TOKEN_FILE exists and the bot may read it.",
    ),
    Code.IDENTITY_NOT_TRUSTED: Words(
        "The app registration does not trust the identity of this machine ({said}).",
        "Entra admin center → App registrations → the app → Certificates & secrets → Federated "
        "credentials: issuer and subject must match those of the identity exactly.",
    ),
    Code.CREDENTIAL_REFUSED: Words(
        "Entra issues no token for the tenant {tenant} ({said}).",
        "Look up the code at https://login.microsoftonline.com/error, and see the sign-in log of "
        "the service principal in the Entra admin center.",
    ),
    # Permissions and consent.
    Code.PERMISSIONS_GOOD: Words("All permissions that the bot needs are granted."),
    Code.PERMISSIONS_UNKNOWN: Words(
        "The permissions granted in the tenant {tenant} are unknown: someone has to be signed in "
        "to the bot to read them.",
        "Write “hi” to the bot in Teams, then run the doctor again.",
    ),
    Code.PERMISSIONS_NO_TOKEN: Words(
        "The permissions granted in the tenant {tenant} are unknown: the bot has no token to read "
        "them with.",
        "Fix the credential problem first.",
    ),
    Code.PERMISSION_MISSING: Words(
        "The {kind} permission {permission} is not granted. The bot needs it {use}.",
        "{portal} → App registrations → the app → API permissions → Add a permission → Microsoft "
        "Graph → {kind} permissions → {permission}, then Grant admin consent.",
    ),
    Code.PERMISSION_USEFUL: Words(
        "The {kind} permission {permission} is not granted. The bot uses it {use}, and works "
        "without it.",
        "{portal} → App registrations → the app → API permissions → Add a permission → Microsoft "
        "Graph → {kind} permissions → {permission}, then Grant admin consent.",
    ),
    Code.CONSENT_MISSING: Words(
        "No one has consented to the {kind} permissions of the app in the tenant {tenant}.",
        "{portal} → App registrations → the app → API permissions → Grant admin consent. All rows "
        "must say Granted (docs/setup.md, step 4).",
    ),
    Code.GRAPH_UNREACHABLE: Words(
        "Microsoft Graph can't be reached at {host}, or is not answering right now.",
        "Try again in a minute. If it keeps happening, make sure that this machine can reach "
        "{host} on port 443 (firewall, proxy, DNS).",
    ),
    # Roles.
    Code.ROLES_UNCHECKED: Words(
        "No roles were checked.", "To check someone's, add --person and their object id."
    ),
    Code.ROLE_GOOD: Words("{person} can remove licenses: {roles}."),
    Code.ROLE_NOT_ACTIVE: Words(
        "{person} can't remove licenses yet: the role is eligible but not active ({roles}).",
        "The person activates it: Entra admin center → Privileged Identity Management → My roles.",
    ),
    Code.ROLE_SPECIAL: Words(
        "{person} has a custom role, or a role for an administrative unit. Microsoft 365 decides "
        "for each person whether they may remove licenses.",
        "Try it with someone whom the role covers.",
    ),
    Code.ROLE_BILLING_ONLY: Words(
        "{person} can't remove licenses. A Billing Administrator can't, although older pages of "
        "Microsoft say so.",
        "Assign License Administrator, the least privileged role that can.",
    ),
    Code.ROLE_MISSING: Words(
        "{person} can't remove licenses: none of their active roles allows it.",
        "Assign License Administrator, the least privileged role that can. Custom roles and roles "
        "for an administrative unit are seen only with RoleManagement.Read.Directory.",
    ),
    Code.PERSON_SIGNED_OUT: Words(
        "{person} is not signed in to the bot, so their roles could not be read.",
        "The person writes “hi” to the bot in Teams, then run the doctor again.",
    ),
    Code.PERSON_UNKNOWN: Words(
        "The roles of {person} can't be read: no one in the tenant has this object id, or the bot "
        "may not read it.",
        "Copy the object id from the person's page in the Entra admin center.",
    ),
    # The database.
    Code.DATABASE_GOOD: Words("The ledger has the tables of this version ({revision})."),
    Code.DATABASE_NEW: Words("There is no ledger yet; the first start creates it."),
    Code.DATABASE_OLDER: Words(
        "The ledger has the tables of an older version ({revision}); the next start upgrades them."
    ),
    Code.DATABASE_NEWER: Words(
        "The ledger has the tables of a newer version ({revision}). This version works "
        "with them, but does not know all of them.",
        "Finish the upgrade, or the rollback to this version.",
    ),
    Code.DATABASE_UNREACHABLE: Words(
        "The database server can't be reached at {host}.",
        "Make sure that it runs, that host and port in UNASSIGN_DATABASE_URL are right, and that "
        "its firewall allows this machine.",
    ),
    Code.DATABASE_ACCOUNT: Words(
        "The database server at {host} refuses the account “{account}”.",
        "Make sure that name and password in UNASSIGN_DATABASE_URL are right; in the password, "
        "write characters other than letters and digits as %XX. The server must allow this machine "
        "(pg_hba.conf, or the firewall rules in Azure).",
    ),
    Code.DATABASE_MISSING: Words(
        "The database server at {host} has no database “{place}”.",
        "Create it (CREATE DATABASE), or correct the name at the end of UNASSIGN_DATABASE_URL.",
    ),
    Code.DATABASE_FOLDER: Words(
        "The ledger can't be created at {place}: its folder is not writable.",
        "Give the bot's account write access there, or choose another path in "
        "UNASSIGN_DATABASE_URL. Four slashes start an absolute path.",
    ),
    Code.DATABASE_FILE: Words(
        "The file {place} is not a ledger, or the bot may not read it.",
        "Make sure that UNASSIGN_DATABASE_URL names the right file and that it belongs to the "
        "bot's account. If it is damaged, restore the backup.",
    ),
    Code.DATABASE_KIND: Words(
        "UNASSIGN_DATABASE_URL names a database that the ledger does not support.",
        "Start it with sqlite+aiosqlite:/// and a path, or with postgresql+psycopg://.",
    ),
    Code.DATABASE_RIGHTS: Words(
        "The account “{account}” has no rights in the database “{place}” to the tables that this "
        "version needs.",
        "Run python app.py migrate with UNASSIGN_DATABASE_OWNER_URL (docs/scaling.md). Where the "
        "bot itself is to create the tables, make its account the owner of the database.",
    ),
    Code.DATABASE_OPEN: Words(
        "The connection to the database is not encrypted: names and addresses can be read on the "
        "network.",
        "Add ?sslmode=verify-full to UNASSIGN_DATABASE_URL (sslmode=require at least).",
    ),
    Code.DATABASE_OWNER: Words(
        "The bot uses the database as “{account}”, which can change the journal. Anyone who gets "
        "hold of the bot can then change what it says.",
        "Give the bot an account of its own: put the address of this account into "
        "UNASSIGN_DATABASE_OWNER_URL and another name into UNASSIGN_DATABASE_URL, and run "
        "python app.py migrate, which creates the account (docs/scaling.md).",
    ),
    Code.DATABASE_OWNER_KNOWN: Words(
        "UNASSIGN_DATABASE_OWNER_URL is set where the bot runs. The account in it can change the "
        "journal.",
        "Set it only where python app.py migrate runs.",
    ),
    # The keys.
    Code.KEYS_GOOD: Words("The keys decrypt all stored sign-ins ({kept})."),
    Code.KEYS_LOST: Words(
        "{lost} of {kept} stored sign-ins were encrypted with a key that is not in "
        "UNASSIGN_TOKEN_KEYS. Those people have to sign in again.",
        "Add the earlier key after the current one, separated by a comma. If that key is lost, "
        "nothing else is.",
    ),
    Code.KEYS_UNUSED: Words("No sign-ins are stored here, so no keys are needed."),
    # The channel.
    Code.CHANNEL_GOOD: Words("Teams can be reached, and its signing keys can be read."),
    Code.CHANNEL_KEYS: Words(
        "The signing keys of Teams can't be read from {host}, so every message from Teams is "
        "refused.",
        "Make sure that this machine can reach {host} on port 443: check firewall, proxy and DNS.",
    ),
    Code.CHANNEL_UNREACHABLE: Words(
        "Teams can't be reached at {host}, so the bot can't answer anyone.",
        "Make sure that this machine can reach {host} on port 443: check firewall, proxy and DNS.",
    ),
    Code.CHANNEL_TOKEN: Words(
        "The bot gets no token for Teams ({said}).",
        "Fix the credential problem first. The app must be the one that the Azure Bot names as its "
        "Microsoft App ID.",
    ),
    # The address.
    Code.ADDRESS_GOOD: Words("The bot answers at {address}, and refuses unsigned requests."),
    Code.ADDRESS_UNSET: Words(
        "UNASSIGN_PUBLIC_URL is not set, so the doctor can't check whether Teams reaches the bot.",
        "Set it to the address that the Azure Bot has as its messaging endpoint, without "
        "/api/messages.",
    ),
    Code.ADDRESS_UNREACHABLE: Words(
        "The bot runs, but {address} can't be reached from this machine.",
        "Make sure that the name resolves to the proxy, and that the proxy forwards to the bot. If "
        "only this machine can't reach it, try {address}/healthz from elsewhere.",
    ),
    Code.ADDRESS_CERTIFICATE: Words(
        "The TLS certificate at {host} is not valid, so Teams and browsers refuse to connect.",
        "Make sure that it has not expired, is for this name, and comes with its whole chain.",
    ),
    Code.ADDRESS_ANOTHER_SERVER: Words(
        "The bot runs, but another server answers at {address}.",
        "Make the proxy forward /api/messages, /auth/, /downloads/ and /healthz to the bot.",
    ),
    Code.ADDRESS_PATHS: Words(
        "The proxy at {host} does not forward everything to the bot: {paths} is missing.",
        "Make it forward /api/messages, /auth/ and /downloads/ unchanged, with all methods.",
    ),
    Code.BOT_STOPPED: Words(
        "The bot does not answer at {address}: it is not running, or runs elsewhere.",
        "Start it (python app.py) and run the doctor again. Before the first start, add --skip "
        "address.",
    ),
    Code.BOT_NOT_READY: Words(
        "The bot runs but is not ready: {failing}.",
        "Its log names the reason, which is often one of the findings above.",
    ),
    Code.BOT_UNSIGNED: Words(
        "The bot at {address} accepts unsigned messages. Anyone can impersonate anyone.",
        "Stop it. It was started with different settings: UNASSIGN_APP_ID must be set.",
    ),
}
