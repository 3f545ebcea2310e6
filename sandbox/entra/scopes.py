"""The `scope` parameter: the resource and the permissions requested.

https://learn.microsoft.com/entra/identity-platform/scopes-oidc
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.entra import refusals
from sandbox.entra.callers import CONNECTOR, GRAPH

#: Scopes of OpenID Connect, which need no consent here.
RESERVED = frozenset({"openid", "profile", "email", "offline_access"})
DEFAULT = ".default"
#: Resource named in the answer if the request named none.
_FULL = "https://graph.microsoft.com/"


@dataclass(frozen=True, slots=True)
class Asked:
    """The scope that a client requests."""

    resource: str
    #: Names of permissions, without the resource; `.default` is alone.
    names: frozenset[str]
    reserved: frozenset[str]
    #: The resource as the client wrote it, with a trailing slash; "" for none.
    prefix: str = ""

    @property
    def all(self) -> bool:
        """Return whether all consented permissions are requested."""
        return DEFAULT in self.names

    def answered(self, granted: frozenset[str]) -> str:
        """Return the `scope` of the answer, in the form of the request."""
        prefix = self.prefix or (_FULL if self.all else "")
        names = [f"{prefix}{name}" for name in sorted(granted)]
        default = [f"{self.prefix}{DEFAULT}"] if self.all else []
        spoken = sorted(self.reserved - {"offline_access"})
        return " ".join([*spoken, *names, *default])


def read_scopes(text: str) -> Asked:
    """Parse the parameter; raises EntraRefusal."""
    words = text.split()
    reserved = frozenset(word for word in words if word in RESERVED)
    split = [_split(word) for word in words if word not in RESERVED]
    prefixes = {prefix for prefix, _ in split}
    names = frozenset(name for _, name in split)
    resources = {_resource(prefix, text) for prefix in prefixes}
    if len(resources) > 1 or (DEFAULT in names and len(names) > 1):
        raise refusals.wrong_scope(text)
    resource = resources.pop() if resources else GRAPH
    prefix = prefixes.pop() if len(prefixes) == 1 else ""
    return Asked(resource, names, reserved, prefix)


def _split(word: str) -> tuple[str, str]:
    before, slash, name = word.rpartition("/")
    return before + slash, name


def _resource(prefix: str, text: str) -> str:
    host = urlsplit(prefix).hostname or ""
    if not prefix or "graph" in host or host == "127.0.0.1":
        return GRAPH
    if host.startswith("api.botframework."):
        return CONNECTOR
    raise refusals.wrong_scope(text)
