import pytest

from bot.http.allowed_hosts import ServiceHosts, is_loopback

TEAMS = ServiceHosts()
REHEARSAL = ServiceHosts(loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/teams/",
        "https://SMBA.trafficmanager.net/emea/",
        "https://smba.infra.gcc.teams.microsoft.com/gcc/",
        "https://smba.onyx.prod.teams.trafficmanager.net/amer/",
    ],
)
def test_the_addresses_of_teams_are_allowed(url: str) -> None:
    assert TEAMS.allow(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/teams/",
        "https://evil.trafficmanager.net/",
        "https://x.smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://evil.example/#smba.trafficmanager.net",
        "https://smba.trafficmanager.net/teams?to=https://evil.example",
        "https://evilsmba.trafficmanager.net/",
        "https://webchat.botframework.com/",
        "https://smba.infra.gov.teams.microsoft.us/teams/",
        "https://smba.trafficmanager.net:99999/",
        "https://[::1",
        "https://169.254.169.254/",
        "http://127.0.0.1:3979/teams",
        "http://localhost/teams",
        "file:///etc/passwd",
        "smba.trafficmanager.net",
        "",
    ],
)
def test_other_addresses_are_not(url: str) -> None:
    assert not TEAMS.allow(url)


def test_this_machine_is_allowed_in_the_rehearsal_only() -> None:
    assert REHEARSAL.allow("http://127.0.0.1:3979/teams")
    assert REHEARSAL.allow("http://localhost:3979/teams")
    assert not REHEARSAL.allow("http://127.0.0.1.evil.example/teams")
    assert not REHEARSAL.allow("ftp://127.0.0.1/teams")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "::ffff:127.0.0.1"])
def test_loopback_has_several_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", [None, "", "10.0.0.1", "0.0.0.0", "localhost.evil.example", "::"])
def test_other_machines_are_not_loopback(host: str | None) -> None:
    assert not is_loopback(host)
