"""The guard looks at the very numbers that a connection is opened to, whatever a name server says from one moment to the next."""

import asyncio
import socket
from itertools import count

import pytest

from crawlers.address_guard import GuardedResolver, UnsafeAddressError


def test_a_name_that_is_bound_anew_does_not_lead_past_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = count()

    def rebinding(*_: object, **__: object) -> list[tuple[object, ...]]:
        number = "93.184.215.14" if next(asked) == 0 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80))]

    async def look() -> None:
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        resolver = GuardedResolver(loopback=False)
        first = await resolver.resolve("rebinding.example", 80)
        assert [one["host"] for one in first] == ["93.184.215.14"], "what the connection is opened to"
        with pytest.raises(UnsafeAddressError, match="which is not on the public internet"):
            await resolver.resolve("rebinding.example", 80)

    asyncio.run(look())


def test_of_several_numbers_only_those_that_may_be_asked_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def mixed(*_: object, **__: object) -> list[tuple[object, ...]]:
        numbers = ("10.0.0.1", "93.184.215.14", "169.254.169.254")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in numbers]

    async def look() -> None:
        monkeypatch.setattr(socket, "getaddrinfo", mixed)
        found = await GuardedResolver(loopback=False).resolve("mixed.example", 80)
        assert [one["host"] for one in found] == ["93.184.215.14"]

    asyncio.run(look())
