"""The addresses that the bot trusts: service URLs of Teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from yarl import URL

from licensing.tenant.clouds import ADDRESSES, Cloud


@dataclass(frozen=True, slots=True)
class ServiceHosts:
    """A list of hosts: `example.com` is that host alone, `.example.com` every host below it.

    The difference matters: anyone may own a name below trafficmanager.net.
    """

    names: tuple[str, ...] = ADDRESSES[Cloud.WORLDWIDE].service_hosts
    #: Whether this machine is allowed too, over plain HTTP; for the rehearsal only.
    loopback: bool = False

    def allow(self, service_url: str) -> bool:
        """Whether the bot may trust and call this service URL."""
        return _service(self, service_url)


def is_same_service(first: str, second: str) -> bool:
    """Whether two service URLs name one service; case and a slash at the end make no difference.

    Microsoft's own SDKs compare them in the same way.
    """
    return first.rstrip("/").casefold() == second.rstrip("/").casefold()


# A tenant has one or two service URLs, and each is checked twice in every turn.
@lru_cache(maxsize=256)
def _service(hosts: ServiceHosts, service_url: str) -> bool:
    return _allowed(service_url, hosts.names, loopback=hosts.loopback)


def _allowed(address: str, names: Iterable[str], *, loopback: bool) -> bool:
    try:
        url = URL(address)
        host, scheme = (url.host or "").lower(), url.scheme
    except ValueError:
        return False
    if url.user is not None or url.password is not None or not host or url.fragment:
        return False
    if url.query_string:
        return False
    if loopback and scheme in {"http", "https"} and is_loopback(host):
        return True
    return scheme == "https" and _listed(host, names)


def is_loopback(host: str | None) -> bool:
    """Whether a host name or an address (without a port) means this machine."""
    if not host:
        return False
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _listed(host: str, names: Iterable[str]) -> bool:
    return any(host.endswith(name) if name.startswith(".") else host == name for name in names)
