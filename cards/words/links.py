"""Pages on Microsoft's site that a card may point to."""

_LEARN = "https://learn.microsoft.com"

UNASSIGN = f"{_LEARN}/microsoft-365/admin/manage/remove-licenses-from-users"
DELETE_ACCOUNT = f"{_LEARN}/microsoft-365/admin/add-users/delete-a-user"
FORMER_EMPLOYEE = f"{_LEARN}/microsoft-365/admin/add-users/remove-former-employee"
INACTIVE_MAILBOXES = f"{_LEARN}/purview/inactive-mailboxes-in-office-365"
KEEP_MAILBOX = f"{_LEARN}/purview/create-and-manage-inactive-mailboxes"
POWERSHELL = (
    f"{_LEARN}/microsoft-365/enterprise/"
    "remove-licenses-from-user-accounts-with-microsoft-365-powershell"
)
ONEDRIVE = f"{_LEARN}/sharepoint/unlicensed-onedrive-accounts"
GROUP_LICENSES = f"{_LEARN}/entra/fundamentals/licensing-groups-resolve-problems"
UNLICENSED_OFFICE = "https://support.microsoft.com/office/0d23d3c0-c19c-4b2f-9845-5344fedc4380"
SUBSCRIPTIONS = f"{_LEARN}/microsoft-365/commerce/licenses/subscriptions-and-licenses"
FEWER_LICENSES = f"{_LEARN}/microsoft-365/commerce/licenses/buy-licenses"
ASSIGN = f"{_LEARN}/microsoft-365/admin/manage/assign-licenses-to-users"
ROLES = f"{_LEARN}/microsoft-365/admin/add-users/about-admin-roles"
