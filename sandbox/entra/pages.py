"""The pages of the sign-in window. All external values are escaped."""

from collections.abc import Iterable, Mapping
from html import escape

from aiohttp import web

from sandbox.entra.window import Window
from sandbox.organization.organization import Account
from sandbox.organization.personas import PERSONAS

#: Permissions in plain words; others are shown by name.
_WORDS = {
    "AuditLog.Read.All": "See when people signed in last",
    "GroupMember.Read.All": "See who is in which group",
    "LicenseAssignment.Read.All": "See which licenses people have",
    "LicenseAssignment.ReadWrite.All": "Give and take licenses as you",
    "Organization.Read.All": "See what your organization bought",
    "RoleEligibilitySchedule.Read.Directory": "See roles that you could activate",
    "RoleManagement.Read.Directory": "See who has which role",
    "User.Read": "Sign you in and read your profile",
    "User.Read.All": "Read all users' full profiles",
    "eDiscovery.Read.All": "See the eDiscovery cases that you may see",
}

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center;
  background: light-dark(#f3f2f1, #1b1a19); color: light-dark(#242424, #f3f2f1); }
main { box-sizing: border-box; width: min(440px, 100%); padding: 32px;
  background: light-dark(#ffffff, #292827); box-shadow: 0 2px 8px rgb(0 0 0 / .25); }
h1 { font-size: 22px; margin: 4px 0 12px; }
.soft { color: light-dark(#5c5c5c, #c8c6c4); margin: 0 0 12px; overflow-wrap: anywhere; }
form { display: grid; gap: 8px; margin-top: 16px; }
button { font: inherit; padding: 9px 14px; border: 1px solid light-dark(#8a8886, #979593);
  border-radius: 2px; background: none; color: inherit; cursor: pointer; text-align: start; }
button:hover { background: light-dark(#f3f2f1, #3b3a39); }
button:focus-visible { outline: 2px solid light-dark(#0f548c, #9cc3e6); outline-offset: 2px; }
button.main { background: #0f548c; border-color: #0f548c; color: #fff; }
.row { display: flex; flex-wrap: wrap; gap: 8px; justify-content: end; }
small { display: block; color: light-dark(#5c5c5c, #c8c6c4); }
"""


def choose_person(window: Window, target: str) -> web.Response:
    """Return the page that asks who signs in."""
    hint = window.hint.casefold()
    people = sorted(PERSONAS, key=lambda p: p.address.casefold() != hint and p.oid != hint)
    buttons = "".join(
        f'<button name="person" value="{p.oid}">{escape(p.name)}'
        f"<small>{escape(p.address)}</small></button>"
        for p in people
    )
    cancel = '<button name="answer" value="cancel">Cancel</button>'
    body = "<p class=soft>to continue to Unassign</p>" + _form(target, buttons + cancel)
    return _page("Pick an account", body)


def show_factor(account: Account, target: str) -> web.Response:
    """Return the page for the second factor."""
    body = (
        f"<p class=soft>{escape(account.address)}</p>"
        "<p>Your organization asks for more proof. Open your authenticator app and approve the "
        "sign-in. In this rehearsal the button below is your phone.</p>"
    )
    return _page("Approve sign in request", body + _answers(target, "Approve on my phone"))


def ask_consent(account: Account, names: Iterable[str], target: str) -> web.Response:
    """Return the page that asks for consent."""
    items = "".join(f"<li>{escape(_WORDS.get(name, name))}</li>" for name in sorted(names))
    body = (
        f"<p class=soft>{escape(account.address)}</p><p><b>Unassign</b> would like to:</p>"
        f"<ul>{items}</ul><p class=soft>You can take this back later.</p>"
    )
    return _page("Permissions requested", body + _answers(target, "Accept"))


def cannot(message: str) -> web.Response:
    """Return an error page; there is no trusted address to redirect to."""
    body = f'<p class="soft">Sorry, you cannot be signed in.</p><p>{escape(message)}</p>'
    return _page("Sign in", body, status=400)


def post_back(address: str, fields: Mapping[str, str]) -> web.Response:
    """Return to the app by a form that submits itself (response_mode=form_post)."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    body = (
        f'<form method="post" action="{escape(address)}">{hidden}'
        '<button class="main">Continue</button></form>'
        '<script src="/entra/post-back.js"></script>'
    )
    return _page("Working…", body)


async def post_back_script(_request: web.Request) -> web.Response:
    """GET /entra/post-back.js."""
    return web.Response(
        text="document.forms[0].submit();\n", content_type="text/javascript", headers=_HEADERS
    )


_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _form(target: str, inner: str) -> str:
    return f'<form method="post" action="{escape(target)}">{inner}</form>'


def _answers(target: str, yes: str) -> str:
    return _form(
        target,
        '<div class="row"><button name="answer" value="cancel">Cancel</button>'
        f'<button class="main" name="answer" value="yes">{yes}</button></div>',
    )


def _page(title: str, body: str, status: int = 200) -> web.Response:
    html = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style><main><p class=soft>Contoso · rehearsal</p>"
        f"<h1>{title}</h1>{body}</main></html>"
    )
    return web.Response(text=html, content_type="text/html", status=status, headers=_HEADERS)
