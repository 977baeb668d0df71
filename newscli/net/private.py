"""Which addresses are nobody's on the public internet: this machine, its networks, its cloud.

A feed may name any address: in an article's link, in a redirect, in its own host's DNS record.
What listens inside a network trusts whoever reaches it, so newscli asks there on the user's own
word alone (exchange.py). What counts is the address that is connected to, not what it was called.
"""

import ipaddress
import socket

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Names that no public DNS has: RFC 6761, 6762 and 8375; "internal" by ICANN's decision of 2024.
_PRIVATE_NAMES = ("localhost", "local", "internal", "home.arpa")
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")  # RFC 4291, section 2.4
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052, section 2.1
_MORE_V4 = (
    ipaddress.ip_network("192.0.0.0/24"),  # Python before 3.12.4 knows the first eight only
    ipaddress.ip_network("168.63.129.16/32"),  # public by its number, Azure's own by its use
)


def is_private(address: str) -> bool:
    """True for an address that the public internet does not reach, or that is not one.

    Loopback, link-local (169.254.169.254 of clouds among them), private networks, carriers' NAT,
    multicast, unspecified and reserved ones; IPv6 ones also by the IPv4 address that they hold:
    mapped, NAT64, 6to4 and Teredo. IANA's registries of special-purpose addresses; RFC 6890.
    """
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    return not all(map(_is_public, _held(number)))


def _held(number: _Address) -> list[_Address]:
    """An address and those that it stands for."""
    if isinstance(number, ipaddress.IPv4Address):
        return [number]
    if number.ipv4_mapped is not None:
        return [number.ipv4_mapped]
    if number in _NAT64:
        return [ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)]
    if number.sixtofour is not None:
        return [number, number.sixtofour]
    return [number, *(number.teredo or ())]


def _is_public(number: _Address) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        return number in _PUBLIC_V6 and number.is_global
    is_special = number.is_multicast or any(number in network for network in _MORE_V4)
    return number.is_global and not is_special


def is_private_host(host: str) -> bool:
    """True for a host that is private by its name or its number, without looking it up.

    Numbers in all forms that a system takes: 2130706433, 0x7f.1 and 017700000001 are 127.0.0.1.
    """
    host = host.rstrip(".").lower()
    if not host or host.endswith(tuple(f".{name}" for name in _PRIVATE_NAMES)):
        return True
    if host in _PRIVATE_NAMES:
        return True
    number = _number(host)
    return number is not None and is_private(number)


def _number(host: str) -> str | None:
    """The address that a host is written as; None for a name."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        return None
