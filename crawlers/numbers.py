"""Numeric network addresses: which of them a crawler may connect to."""

import ipaddress
from urllib.parse import urlsplit


def is_allowed(number: str, loopback: bool) -> bool:
    """Whether a numeric address may be asked: public ones, and those of this machine where the source itself is on it."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return (address.is_global and not address.is_multicast) or (loopback and address.is_loopback)


def is_number(host: str) -> bool:
    """Whether a host is written as a number, of whatever form a connection may be opened to (`127.1` and `0x7f.1` are)."""
    return ":" in host or host.rpartition(".")[2][:1].isdigit()


def is_loopback(site: str) -> bool:
    """Whether an address names this machine itself."""
    host = urlsplit(site).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
