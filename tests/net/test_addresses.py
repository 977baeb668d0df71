"""Which addresses and which hosts are private."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscli.net.private import is_private, is_private_host


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192",
        "168.63.129.16", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
        "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::",
        "2001:0:7f00:1::", "100::1", "4000::1", "", "site.example",
    ],
)  # fmt: skip
def test_what_the_internet_does_not_reach_is_private(address):
    assert is_private(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808",
     "::ffff:8.8.8.8", "2a00:1450:4001::200e"],
)  # fmt: skip
def test_what_the_internet_reaches_is_not_private(address):
    assert not is_private(address)


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1", "0", "localhost", "LOCALHOST.",
     "router.local", "a.localhost", "metadata.google.internal", "nas.home.arpa", "::1",
     "fe80::1%1"],
)  # fmt: skip
def test_a_private_host_is_known_however_it_is_written(host):
    assert is_private_host(host)


@pytest.mark.parametrize("host", ["site.example", "localhost.site.example", "8.8.8.8", "locals"])
def test_a_public_name_is_not_taken_for_a_private_one(host):
    assert not is_private_host(host)


@given(st.text())
def test_any_text_is_a_private_host_or_not(text):
    assert is_private_host(text) in (True, False)
    assert is_private(text) in (True, False)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_private_in_ipv6_as_in_ipv4(address):
    held = [f"::ffff:{address}", f"64:ff9b::{address}"]

    assert {is_private(one) for one in held} == {is_private(str(address))}
