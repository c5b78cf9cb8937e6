"""The demo offices, open on free ports, and a client that asks them."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from demo.server import DemoOffices
from demo.texts import Text, load_texts

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def texts() -> tuple[Text, ...]:
    """All texts."""
    return load_texts()


@pytest.fixture
def offices() -> Iterator[DemoOffices]:
    """The six offices on the first day."""
    with DemoOffices() as opened:
        yield opened


@pytest.fixture
def ask(offices: DemoOffices) -> Iterator[Ask]:
    """`ask("network", "/sitemap.xml")`: what an office answers, redirects not followed."""
    with httpx.Client() as client:

        def asked(office: str, path: str, method: str = "GET", **headers: str) -> httpx.Response:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return client.request(method, offices.addresses[office] + path, headers=named)

        yield asked
