"""Pages of Microsoft that a card may point to, in the edition of the tenant's cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from licensing.tenant.clouds import Addresses, Cloud

#: https://learn.microsoft.com/microsoftteams/platform/concepts/app-fundamentals-overview. It names
#: none for China.
_TEAMS_ADMIN_CENTERS: Final[Mapping[Cloud, str]] = {
    Cloud.WORLDWIDE: "https://admin.teams.microsoft.com",
    Cloud.GCC: "https://admin.teams.microsoft.com",
    Cloud.GCC_HIGH: "https://admin.gov.teams.microsoft.us",
    Cloud.DOD: "https://admin.dod.teams.microsoft.us",
}


@dataclass(frozen=True, slots=True)
class Links:
    """All pages, each an address."""

    cloud: Addresses

    @property
    def delete_account(self) -> str:
        """Delete a user."""
        return self._admin("admin/add-users/delete-a-user")

    @property
    def former_employee(self) -> str:
        """Remove a former employee."""
        return self._admin("admin/add-users/remove-former-employee")

    @property
    def inactive_mailboxes(self) -> str:
        """What inactive mailboxes are."""
        return self._learn("purview/inactive-mailboxes-in-office-365")

    @property
    def keep_mailbox(self) -> str:
        """How a mailbox is kept without a license."""
        return self._learn("purview/create-and-manage-inactive-mailboxes")

    @property
    def powershell(self) -> str:
        """Remove licenses with PowerShell."""
        return self._admin(
            "enterprise/remove-licenses-from-user-accounts-with-microsoft-365-powershell"
        )

    @property
    def ediscovery(self) -> str:
        """EDiscovery cases and the people in them."""
        return self._learn("purview/edisc")

    @property
    def ediscovery_search(self) -> str:
        """What eDiscovery finds in mailboxes without a license."""
        section = "searching-disconnected-or-de-licensed-mailboxes"
        return f"{self._learn('microsoft-365/compliance/content-search-reference')}#{section}"

    @property
    def shared_mailboxes(self) -> str:
        """What shared mailboxes are, and when they need a license."""
        return self._admin("admin/email/about-shared-mailboxes")

    @property
    def convert_mailbox(self) -> str:
        """Turn a person's mailbox into a shared one."""
        return self._admin("admin/email/convert-user-mailbox-to-shared-mailbox")

    @property
    def block_sign_in(self) -> str:
        """Block a former employee's access."""
        return self._admin("admin/add-users/remove-former-employee-step-1")

    @property
    def hand_over_onedrive(self) -> str:
        """Give someone else access to a person's OneDrive."""
        return self._admin("admin/add-users/remove-former-employee-step-5")

    @property
    def self_service(self) -> str:
        """Take over what people bought themselves."""
        return self._admin("commerce/subscriptions/manage-self-service-purchases-admins")

    @property
    def phone_numbers(self) -> str:
        """Take a phone number from a person."""
        return self._learn("microsoftteams/assign-change-or-remove-a-phone-number-for-a-user")

    def page(self, source: str) -> str:
        """A page of Microsoft's documentation, in the edition of the cloud."""
        path = source.removeprefix("https://learn.microsoft.com/")
        if path == source:
            return source
        admin = path.removeprefix("microsoft-365/")
        return self._learn(path) if admin == path else self._admin(admin)

    @property
    def group_licenses(self) -> str:
        """Licenses that come from groups."""
        return self._learn("entra/fundamentals/licensing-groups-resolve-problems")

    @property
    def subscriptions(self) -> str:
        """Subscriptions and licenses."""
        return self._admin("commerce/licenses/subscriptions-and-licenses")

    @property
    def fewer_licenses(self) -> str:
        """Pay for fewer licenses."""
        return self._admin("commerce/licenses/buy-licenses")

    @property
    def assign(self) -> str:
        """Assign licenses."""
        return self._admin("admin/manage/assign-licenses-to-users")

    @property
    def roles(self) -> str:
        """The roles of admins."""
        return self._admin("admin/add-users/about-admin-roles")

    @property
    def admin_center(self) -> str:
        """The Microsoft 365 admin center."""
        return self.cloud.admin_center

    @property
    def users_page(self) -> str:
        """Active users in the admin center."""
        return self._admin_page("users")

    @property
    def licenses_page(self) -> str:
        """Each product with its people and groups, in the admin center."""
        return self._admin_page("licenses")

    @property
    def products_page(self) -> str:
        """Subscriptions ("Your products") in the admin center."""
        return self._admin_page("subscriptions")

    @property
    def numbers_page(self) -> str:
        """Phone numbers in the Teams admin center; elsewhere Microsoft's page on them."""
        center = _TEAMS_ADMIN_CENTERS.get(self.cloud.cloud)
        return f"{center}/phone-numbers" if center else self.phone_numbers

    @property
    def entra_portal(self) -> str:
        """The Microsoft Entra admin center."""
        return self.cloud.entra_portal

    def _admin_page(self, name: str) -> str:
        # https://admin.microsoft.com/Adminportal/Home#/users, as Microsoft's pages link to it; the
        # other clouds have the same portal (https://portal.office365.us/adminportal/home#/...).
        center = self.cloud.admin_center.removesuffix("/adminportal")
        return f"{center}/adminportal/home#/{name}"

    def _learn(self, path: str) -> str:
        return f"{self.cloud.documentation}/{path}"

    def _admin(self, path: str) -> str:
        """A page of Microsoft 365, which alone has editions for other clouds."""
        view = self.cloud.documentation_view
        page = self._learn(f"microsoft-365/{path}")
        return f"{page}?view={view}" if view else page
