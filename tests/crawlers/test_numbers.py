"""Which network addresses a crawler may connect to."""

import pytest

from crawlers.numbers import is_allowed, is_loopback


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "8.8.8.8"])
def test_public_addresses_are_allowed(number: str) -> None:
    assert is_allowed(number, loopback=False)


@pytest.mark.parametrize(
    "number",
    [
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::",
        "not a number",
    ],
)
def test_the_inside_of_a_network_is_not(number: str) -> None:
    assert not is_allowed(number, loopback=False)
    assert not is_allowed(number, loopback=True)


@pytest.mark.parametrize("number", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_allowed_to_sources_on_it_alone(number: str) -> None:
    assert is_allowed(number, loopback=True)
    assert not is_allowed(number, loopback=False)


def test_a_site_on_this_machine_is_known_by_its_name_or_number() -> None:
    assert all(is_loopback(f"http://{host}/") for host in ("localhost:80", "127.0.0.1:8101", "[::1]:1", "a.localhost"))
    assert not any(is_loopback(f"http://{host}/") for host in ("office.example", "127.0.0.1.nip.io", "10.0.0.1", ""))
