"""What each finding says to whoever runs the bot, and how it is mended; in English.

What stands in braces is one of the finding's facts.

The file is long because it is a list: one entry for each code of `doctor.findings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from commands.doctor.findings import Code, Finding, Level


@dataclass(frozen=True, slots=True)
class Words:
    """What was found, and what to do about it; nothing where all is well."""

    says: str
    mend: str = ""

    def of(self, finding: Finding) -> "Words":
        """The words for one finding."""
        return Words(self.says.format(**finding.facts), self.mend.format(**finding.facts))


LEVELS: Final[Mapping[Level, str]] = {
    Level.GOOD: "good",
    Level.UNSEEN: "not seen",
    Level.WARNING: "warning",
    Level.FAULT: "FAULT",
}

WORDS: Final[Mapping[Code, Words]] = {
    Code.CHECK_FAILED: Words(
        "This could not be looked at: the check itself broke ({error}).",
        "Please report it, with this line.",
    ),
    Code.CHECK_SKIPPED: Words("This was not looked at."),
    Code.REHEARSED: Words("A rehearsal without an app id needs none."),
    # The settings.
    Code.SETTINGS_GOOD: Words("All settings are there and fit together."),
    Code.SETTINGS_WRONG: Words(
        "{said}",
        "Set it in the environment of the bot; docs/settings.md tells about each setting. To look "
        "at a rehearsal that runs here, add --rehearsal.",
    ),
    Code.LINK_KEY_MISSING: Words(
        "UNASSIGN_LINK_KEY is not set, so links to downloads end whenever the bot is started "
        "again, and not after a day.",
        "Set it to a long random text (docs/setup.md, step 6).",
    ),
    Code.LINK_KEY_SHARED: Words(
        "UNASSIGN_LINK_KEY is not set. Where several replicas work on this database, a link to a "
        "download works only at the one that made it.",
        "Set it to the same long random text for all replicas (docs/setup.md, step 6).",
    ),
    # The clock.
    Code.CLOCK_GOOD: Words("The clock agrees with the tenant's, by {seconds} s."),
    Code.CLOCK_OFF: Words(
        "The clock of this machine is {seconds} s {direction} the tenant's.",
        "Let the machine set its clock by NTP (timedatectl set-ntp true). From 300 s on, nobody "
        "can sign in.",
    ),
    Code.CLOCK_WRONG: Words(
        "The clock of this machine is {seconds} s {direction} the tenant's. Tokens are good for a "
        "time, so sign-ins and the messages of Teams are refused.",
        "Set the clock, and let it be set by NTP from now on (timedatectl set-ntp true).",
    ),
    Code.CLOCK_UNSEEN: Words(
        "The tenant did not tell the time.", "Mend what is told about the credential first."
    ),
    # The credential.
    Code.CREDENTIAL_GOOD: Words("Entra takes the bot for its app."),
    Code.ENTRA_UNREACHABLE: Words(
        "Entra can't be reached at {host}.",
        "See that UNASSIGN_CLOUD is the cloud of the tenant, and let this machine call {host} on "
        "port 443: look at firewall, proxy and DNS.",
    ),
    Code.TENANT_UNKNOWN: Words(
        "Entra knows no tenant {tenant} ({said}).",
        "Copy the directory (tenant) id from the app's page in the Entra admin center into "
        "UNASSIGN_TENANT_ID, and see that UNASSIGN_CLOUD is the cloud of that tenant.",
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
        "Entra does not take the client secret ({said}).",
        "Put the Value of a client secret into UNASSIGN_APP_PASSWORD, not its Secret ID. The value "
        "is shown only once: make a new secret if it is lost (docs/setup.md, step 3).",
    ),
    Code.SECRET_EXPIRED: Words(
        "The client secret has ended ({said}).",
        "Make a new one and put its Value into UNASSIGN_APP_PASSWORD, or change to a credential "
        "that does not end, such as a managed identity (docs/setup.md, step 3).",
    ),
    Code.CERTIFICATE_UNKNOWN: Words(
        "The app registration does not have this certificate ({said}).",
        "Entra admin center → App registrations → the app → Certificates & secrets → Certificates "
        "→ upload the public part of UNASSIGN_APP_CERTIFICATE.",
    ),
    Code.CERTIFICATE_EXPIRED: Words(
        "The certificate of the app ended on {day}.",
        "Make a new one, upload its public part to the app registration, and set "
        "UNASSIGN_APP_CERTIFICATE to it.",
    ),
    Code.CERTIFICATE_ENDS: Words(
        "The certificate of the app ends on {day}.",
        "Make a new one in time, upload its public part to the app registration beside the old "
        "one, and set UNASSIGN_APP_CERTIFICATE to it.",
    ),
    Code.IDENTITY_UNKNOWN: Words(
        "The machine gives the bot no token of its identity ({said}).",
        "Assign the managed identity to the machine and see that UNASSIGN_MANAGED_IDENTITY is its "
        "client id; or see that UNASSIGN_FEDERATED_TOKEN_FILE is there and the bot may read it.",
    ),
    Code.IDENTITY_NOT_TRUSTED: Words(
        "The app registration does not trust the identity of this machine ({said}).",
        "Entra admin center → App registrations → the app → Certificates & secrets → Federated "
        "credentials: issuer and subject must be those of the identity, to the letter.",
    ),
    Code.CREDENTIAL_REFUSED: Words(
        "Entra gives the bot no token in the tenant {tenant} ({said}).",
        "Look the number up at https://login.microsoftonline.com/error, and the sign-in log of the "
        "service principal in the Entra admin center.",
    ),
    # Permissions and consent.
    Code.PERMISSIONS_GOOD: Words("All permissions that the bot needs are granted."),
    Code.PERMISSIONS_UNSEEN: Words(
        "Which permissions are granted in the tenant {tenant} could not be seen: for that, "
        "somebody has to be signed in to the bot.",
        "Write “hi” to the bot in Teams, then look again.",
    ),
    Code.PERMISSIONS_NO_TOKEN: Words(
        "Which permissions are granted in the tenant {tenant} could not be seen: the bot has no "
        "token to look with.",
        "Mend what is told about the credential first.",
    ),
    Code.PERMISSION_MISSING: Words(
        "The {kind} permission {permission} is not granted. It is needed {use}.",
        "{portal} → App registrations → the app → API permissions → Add a permission → Microsoft "
        "Graph → {kind} permissions → {permission}, then Grant admin consent.",
    ),
    Code.PERMISSION_USEFUL: Words(
        "The {kind} permission {permission} is not granted. It is of use {use}; the bot works "
        "without it.",
        "{portal} → App registrations → the app → API permissions → Add a permission → Microsoft "
        "Graph → {kind} permissions → {permission}, then Grant admin consent.",
    ),
    Code.CONSENT_MISSING: Words(
        "Nobody has consented to the {kind} permissions of the app in the tenant {tenant}.",
        "{portal} → App registrations → the app → API permissions → Grant admin consent. All lines "
        "must say Granted (docs/setup.md, step 4).",
    ),
    Code.GRAPH_UNREACHABLE: Words(
        "Microsoft Graph can't be reached at {host}, or does not answer right now.",
        "Look again in a minute. If it stays: let this machine call {host} on port 443 (firewall, "
        "proxy, DNS).",
    ),
    # Roles.
    Code.ROLES_UNSEEN: Words(
        "Nobody's roles were looked at.", "To look at somebody's, add --person and their object id."
    ),
    Code.ROLE_GOOD: Words("{person} may remove licenses: {roles}."),
    Code.ROLE_NOT_ACTIVE: Words(
        "{person} may remove no licenses yet: the role is eligible and not active ({roles}).",
        "The person activates it: Entra admin center → Privileged Identity Management → My roles.",
    ),
    Code.ROLE_BILLING_ONLY: Words(
        "{person} may remove no licenses. A Billing Administrator may not, although older pages of "
        "Microsoft say so.",
        "Assign License Administrator, the smallest role that may.",
    ),
    Code.ROLE_MISSING: Words(
        "{person} may remove no licenses: none of their active roles allows it.",
        "Assign License Administrator, the smallest role that may. An assignment for an "
        "administrative unit only does not count here.",
    ),
    Code.PERSON_SIGNED_OUT: Words(
        "{person} is not signed in to the bot, so their roles could not be read.",
        "The person writes “hi” to the bot in Teams, then look again.",
    ),
    Code.PERSON_UNKNOWN: Words(
        "The roles of {person} can't be read: nobody in the tenant has this object id, or the bot "
        "may not read it.",
        "Copy the object id from the person's page in the Entra admin center.",
    ),
    # The database.
    Code.DATABASE_GOOD: Words("The ledger is there, with the tables of this version ({revision})."),
    Code.DATABASE_NEW: Words("There is no ledger yet; the first start makes it."),
    Code.DATABASE_OLDER: Words(
        "The ledger has the tables of an older version ({revision}); the next start upgrades them."
    ),
    Code.DATABASE_NEWER: Words(
        "The ledger has the tables of a newer version ({revision}). This version works on them, "
        "and does not know all that is there.",
        "Finish the upgrade, or the way back to this version.",
    ),
    Code.DATABASE_UNREACHABLE: Words(
        "The database server can't be reached at {host}.",
        "See that it runs, that the host and port of UNASSIGN_DATABASE_URL are right, and that its "
        "firewall lets this machine in.",
    ),
    Code.DATABASE_ACCOUNT: Words(
        "The database server at {host} does not let the account “{account}” in.",
        "See that name and password in UNASSIGN_DATABASE_URL are right; letters other than a-z and "
        "digits of a password are written as %XX there. The server must let this machine in "
        "(pg_hba.conf, or the firewall rules in Azure).",
    ),
    Code.DATABASE_MISSING: Words(
        "The database server at {host} has no database “{place}”.",
        "Make it (CREATE DATABASE), or correct the name at the end of UNASSIGN_DATABASE_URL.",
    ),
    Code.DATABASE_FOLDER: Words(
        "The ledger can't be made at {place}: its folder may not be written.",
        "Give the bot's account the right to write there, or choose another path in "
        "UNASSIGN_DATABASE_URL. Four slashes begin a path from the root.",
    ),
    Code.DATABASE_FILE: Words(
        "The file {place} is no ledger, or the bot may not read it.",
        "See that UNASSIGN_DATABASE_URL names the right file and that it belongs to the bot's "
        "account. If it is damaged, bring the backup back.",
    ),
    Code.DATABASE_KIND: Words(
        "UNASSIGN_DATABASE_URL is of a database that the ledger is not kept in.",
        "Begin it with sqlite+aiosqlite:/// and a path, or with postgresql+psycopg://.",
    ),
    Code.DATABASE_RIGHTS: Words(
        "The account “{account}” may not make tables in the database “{place}”, and this version "
        "needs to.",
        "GRANT CREATE ON SCHEMA public to it, or make it the owner of the database.",
    ),
    Code.DATABASE_OPEN: Words(
        "The connection to the database is not encrypted: whoever listens in between reads names "
        "and addresses.",
        "Add ?sslmode=verify-full to UNASSIGN_DATABASE_URL (sslmode=require at least).",
    ),
    # The keys.
    Code.KEYS_GOOD: Words("The keys open all sign-ins that are kept ({kept})."),
    Code.KEYS_LOST: Words(
        "{lost} of {kept} sign-ins that are kept were sealed with a key that is not in "
        "UNASSIGN_TOKEN_KEYS. Those people are asked to sign in again.",
        "Put the earlier key behind the present one, with a comma between them. If it is lost, "
        "nothing else is.",
    ),
    Code.KEYS_UNUSED: Words("No sign-ins are kept here, so no keys are needed."),
    # The channel.
    Code.CHANNEL_GOOD: Words("Teams can be reached, and the keys that it signs with are there."),
    Code.CHANNEL_KEYS: Words(
        "The keys that Teams signs with can't be read from {host}, so each message of Teams is "
        "refused.",
        "Let this machine call {host} on port 443: look at firewall, proxy and DNS.",
    ),
    Code.CHANNEL_UNREACHABLE: Words(
        "Teams can't be reached at {host}, so the bot can answer nobody.",
        "Let this machine call {host} on port 443: look at firewall, proxy and DNS.",
    ),
    Code.CHANNEL_TOKEN: Words(
        "The bot gets no token to speak to Teams with ({said}).",
        "Mend what is told about the credential first. The app must be the one that the Azure Bot "
        "names as its Microsoft App ID.",
    ),
    # The address.
    Code.ADDRESS_GOOD: Words("The bot answers at {address}, and takes nothing unsigned."),
    Code.ADDRESS_UNSET: Words(
        "UNASSIGN_PUBLIC_URL is not set, so it can't be seen whether Teams reaches the bot.",
        "Set it to the address that the Azure Bot has as its messaging endpoint, without "
        "/api/messages.",
    ),
    Code.ADDRESS_UNREACHABLE: Words(
        "The bot runs, and {address} can't be reached from this machine.",
        "See that the name leads to the proxy, and the proxy to the bot. Perhaps only this machine "
        "can't reach it: try {address}/healthz from elsewhere.",
    ),
    Code.ADDRESS_CERTIFICATE: Words(
        "The TLS certificate at {host} is not good, so neither Teams nor a browser goes there.",
        "See that it has not ended, is for this name, and comes with its whole chain.",
    ),
    Code.ADDRESS_SOMEBODY_ELSE: Words(
        "The bot runs, and somebody else answers at {address}.",
        "Let the proxy pass /api/messages, /auth/, /downloads/ and /healthz on to the bot.",
    ),
    Code.ADDRESS_PATHS: Words(
        "The proxy at {host} does not pass everything on to the bot: {paths} is missing.",
        "Let it pass /api/messages, /auth/ and /downloads/ on, with all methods and unchanged.",
    ),
    Code.BOT_STOPPED: Words(
        "The bot does not answer at {address}: it is not running, or runs elsewhere.",
        "Start it (python app.py) and look again. To look at a set-up before the first start, add "
        "--skip address.",
    ),
    Code.BOT_NOT_READY: Words(
        "The bot runs and is not ready: {failing}.",
        "Its log names the reason. What is told above mostly is the same.",
    ),
    Code.BOT_UNSIGNED: Words(
        "The bot at {address} takes messages that nobody has signed. Anybody could pass for "
        "anybody.",
        "Stop it. It was started with other settings than these: UNASSIGN_APP_ID must be set.",
    ),
}
