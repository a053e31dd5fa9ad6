"""Which addresses are asked: public ones alone, however a private one is written."""

import ipaddress
import socket

import pytest

from campaign.adapters.guarded import Limits, connect, is_public
from campaign.spec.errors import NotAllowed

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.8", "198.18.0.1", "224.0.0.1",
    "::1", "::", "::127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1",
    "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::", "fe80::1", "fec0::1", "fd00::1", "ff02::1", "2001:db8::1",
)  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_a_private_address_is_none_of_ours_to_ask(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = ipaddress.ip_address(text)
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    answer = [(family, socket.SOCK_STREAM, 6, "", (text, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(NotAllowed, match="private address"):
        connect("statistics.example", 443, limits=Limits())


@pytest.mark.parametrize("text", ["8.8.8.8", "2a00:1450:4001::1", "64:ff9b::808:808", "2002:808:808::1"])
def test_a_public_one_is_asked(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))
